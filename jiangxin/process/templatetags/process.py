"""What templates ask of the kernel: the steps a record offers, its history, its days."""

from django import template

register = template.Library()
