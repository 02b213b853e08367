"""Sums that the database itself holds to: a weight table comes to 100, the modules of a subject to its full mark.

Each part is more than nothing: 150 and -50 come to 100 too.
"""

from jiangxin.process.triggers import Gate

SUMS = Gate(
    "sums",
    """
  IF (SELECT sum((w->>'weight')::numeric) FROM jsonb_array_elements(NEW.weights) w) <> 100 THEN
    refused := 'the weights do not come to 100';
  ELSIF (SELECT sum((m->>'maximum')::numeric) FROM jsonb_array_elements(NEW.modules) m) <> NEW.full_mark THEN
    refused := 'the modules do not come to the full mark';
  ELSIF EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.weights) w WHERE (w->>'weight')::numeric <= 0)
      OR EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.modules) m WHERE (m->>'maximum')::numeric <= 0) THEN
    refused := 'a weight or a maximum is not above nothing';
  END IF;
""",
)
