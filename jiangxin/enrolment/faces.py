"""Faces in a picture: the YuNet detector in `yunet/` (Apache License 2.0), run by OpenCV on this machine alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import atan2, degrees, hypot
from pathlib import Path
from threading import Lock
from typing import Any

from PIL import Image

_MODEL = Path(__file__).parent / "yunet" / "yunet_n_320_320.onnx"
_LOOKED_AT = (320, 640)  # pixels of the longer side at which a picture is looked at: for near faces, and for far ones
_LEAST_SURE = 0.3  # what is less sure than this isn't worth a parameter's judgement
_OVERLAP = 0.3
_LOCK = Lock()  # a detector works on one picture at a time


@dataclass(frozen=True, slots=True)
class Face:
    """A face in the pixels of its picture: box from forehead to chin, eyes, tip of the nose, certainty 0 to 1."""

    left: float
    top: float
    width: float
    height: float
    right_eye: tuple[float, float]
    left_eye: tuple[float, float]
    nose: tuple[float, float]
    score: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.left + self.width / 2, self.top + self.height / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Return whether a point lies in the box."""
        return 0 <= point[0] - self.left <= self.width and 0 <= point[1] - self.top <= self.height

    @property
    def tilt(self) -> float:
        """By how many degrees the line between the eyes slopes, to either side."""
        (x0, y0), (x1, y1) = sorted((self.right_eye, self.left_eye))
        return abs(degrees(atan2(y1 - y0, x1 - x0)))

    @property
    def turn(self) -> float:
        """How far the nose is from the middle of the eyes, along the line between them, as a share of its length."""
        (x0, y0), (x1, y1) = self.right_eye, self.left_eye
        apart = hypot(x1 - x0, y1 - y0) or 1.0
        along = ((self.nose[0] - (x0 + x1) / 2) * (x1 - x0) + (self.nose[1] - (y0 + y1) / 2) * (y1 - y0)) / apart
        return abs(along) / apart


def faces_in(picture: Image.Image) -> list[Face]:
    """Return whatever may be a face in an upright RGB picture, the surest first; each once, however often seen."""
    seen = [face for longest in _LOOKED_AT for face in _faces_at(picture, longest)]
    faces: list[Face] = []
    for face in sorted(seen, key=lambda face: -face.score):
        if not any(known.holds(face.middle) or face.holds(known.middle) for known in faces):
            faces.append(face)
    return faces


def _faces_at(picture: Image.Image, longest: int) -> list[Face]:
    import numpy

    scale = min(1.0, longest / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    pixels = numpy.ascontiguousarray(numpy.asarray(picture.resize(size, Image.Resampling.BOX))[:, :, ::-1])
    with _LOCK:
        detector = _detector()
        detector.setInputSize(size)
        _count, found = detector.detect(pixels)
    rows: list[list[float]] = [] if found is None else found.tolist()
    return [_face(row, scale) for row in rows]


def _face(row: list[float], scale: float) -> Face:
    left, top, width, height, *points = (value / scale for value in row[:14])
    right_eye, left_eye, nose = zip(points[0:6:2], points[1:6:2], strict=True)
    return Face(left, top, width, height, right_eye, left_eye, nose, row[14])


@cache
def _detector() -> Any:
    """Return the detector of this process, loaded when the first photo comes: OpenCV takes a moment and 100 MB."""
    import cv2

    cv2.setNumThreads(1)  # photos come from many people at once; one picture takes milliseconds
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # not its engine's remarks about targets
    make = cv2.FaceDetectorYN.create
    return make(str(_MODEL), "", (320, 320), _LEAST_SURE, _OVERLAP)
