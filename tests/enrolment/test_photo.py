"""Any picture that a phone takes becomes a one-inch photo; everything else gets a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from jiangxin.demo.pictures import portrait
from jiangxin.enrolment.faces import faces_in
from jiangxin.enrolment.photo import DOUBTS, UnableToUsePhoto, one_inch, words_of
from tests.stories.enrolment import picture
from tests.stories.photos import Change, before, blurred, dimmed, jpeg, on, somebody, striped, turned


def size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        assert image.format == "JPEG"
        return image.size


@pytest.mark.parametrize(
    ("given", "made"),
    [((4000, 3000), (500, 700)), ((3000, 4000), (500, 700)), ((358, 441), (300, 420)), ((300, 420), (300, 420))],
)
def test_a_picture_is_cut_and_scaled_to_one_inch(given: tuple[int, int], made: tuple[int, int]) -> None:
    assert size(one_inch(picture(*given)).content) == made


def test_a_picture_taken_on_its_side_is_turned_upright() -> None:
    sideways = somebody().rotate(90, expand=True)
    exif = sideways.getexif()
    exif[0x0112] = 6  # the camera was turned by a quarter: what lies left in the file belongs on top
    buffer = BytesIO()
    sideways.save(buffer, "JPEG", exif=exif)
    made = one_inch(buffer.getvalue())
    assert size(made.content) == (400, 560)
    assert made.doubts == ()


def test_what_a_phone_writes_beside_the_picture_is_left_out() -> None:
    image = somebody()
    exif = image.getexif()
    exif[0x010F] = "maker of the phone"
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    assert b"maker of the phone" not in one_inch(buffer.getvalue()).content


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7", picture()[:300], b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnableToUsePhoto, match=r"不是可用的照片.*。"):
        one_inch(content)


def test_a_small_picture_is_refused_with_its_width() -> None:
    with pytest.raises(UnableToUsePhoto, match=r"只有 200 像素宽，至少要 300 像素"):
        one_inch(picture(200, 400))


def test_a_large_file_is_refused_before_it_is_opened() -> None:
    with pytest.raises(UnableToUsePhoto, match="超过上限"):
        one_inch(b"\xff\xd8\xff" + bytes(6_000_000))


@pytest.mark.parametrize("number", range(24))
@pytest.mark.parametrize("sex", ["male", "female"])
def test_a_plain_portrait_raises_no_doubt(number: int, sex: str) -> None:
    """Whatever skin, hair, glasses and light background it is drawn with."""
    assert one_inch(portrait(number, sex)).doubts == ()


@pytest.mark.parametrize(
    ("wall", "place", "made"),
    [
        ((3000, 4000), (1300, 1800), (300, 420)),
        ((1600, 1200), (100, 600), (337, 471)),
        ((900, 700), (480, 100), (337, 471)),
    ],
)
def test_the_photo_is_cut_about_the_face(wall: tuple[int, int], place: tuple[int, int], made: tuple[int, int]) -> None:
    photo = one_inch(jpeg(on(wall, (somebody(), place))))
    width, height = size(photo.content)
    assert abs(width - made[0]) < 40
    assert abs(height - width * 35 / 25) < 2
    with Image.open(BytesIO(photo.content)) as image:
        face = faces_in(image.convert("RGB"))[0]
    assert abs(face.middle[0] / width - 0.5) < 0.08
    assert 0.35 < face.middle[1] / height < 0.6
    assert 0.35 < face.height / height < 0.55


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (Image.new("RGB", (600, 840), "white"), "没有认出人脸.*正对镜头.*工作人员看过后录入"),
        (on((900, 700), (somebody(), (20, 100)), (somebody(2), (460, 100))), "有 2 张脸.*只能有您一个人"),
        (on((1500, 2000), (somebody().resize((200, 280)), (600, 900))), "人脸太小，只有 [89][0-9] 像素高.*走近一些"),
        (turned(180)(somebody()), "没有认出人脸"),
    ],
    ids=["nobody", "two", "far", "upside-down"],
)
def test_what_no_photo_can_be_made_of_is_refused_with_what_to_do(image: Image.Image, sentence: str) -> None:
    with pytest.raises(UnableToUsePhoto, match=sentence):
        one_inch(jpeg(image))


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (striped, "patterned"),
        (lambda picture: before("#000000", picture), "dark-background"),
        (lambda picture: before("#c94f4f", picture), "dark-background"),
        (dimmed(0.25), "dark"),
        (dimmed(1.5), "glare"),
        (blurred(4), "blurred"),
        (turned(24), "tilted"),
    ],
    ids=["curtain", "black", "red", "dim", "bright", "blurred", "turned"],
)
def test_what_only_a_person_can_judge_is_a_doubt_and_the_photo_is_made(change: Change, doubt: str) -> None:
    made = one_inch(jpeg(change(somebody())))
    assert made.doubts == (doubt,)
    assert size(made.content) == (400, 560)
    assert words_of(made.doubts)[0].endswith("。")


@pytest.mark.parametrize("colour", ["#ffffff", "#f4f0e8", "#dddddd", "#a9cbe8", "#6f9fcf"])
def test_plain_light_walls_are_no_doubt(colour: str) -> None:
    assert one_inch(jpeg(before(colour, somebody()))).doubts == ()


def test_a_member_of_staff_who_has_seen_it_answers_for_the_face() -> None:
    nobody = jpeg(Image.new("RGB", (700, 840), "white"))
    two = jpeg(on((900, 700), (somebody(), (20, 100)), (somebody(2), (460, 100))))
    assert one_inch(nobody, seen=True).doubts == ("no-face",)
    assert size(one_inch(nobody, seen=True).content) == (500, 700)
    assert "several-faces" in one_inch(two, seen=True).doubts
    with pytest.raises(UnableToUsePhoto, match="像素宽"):
        one_inch(picture(200, 400), seen=True)


def test_every_doubt_has_its_words_and_a_foreign_code_none() -> None:
    assert len(words_of(DOUBTS)) == len(DOUBTS)
    assert words_of(["of-tomorrow"]) == []


def test_a_small_portrait_before_a_wall_does_not_count_as_a_second_person() -> None:
    hung = somebody(2).resize((80, 112))
    made = one_inch(jpeg(on((900, 1000), (somebody(), (250, 440)), (hung, (40, 40)))))
    assert "several-faces" not in made.doubts


def test_a_face_that_fills_the_picture_is_a_doubt() -> None:
    close = somebody().crop((100, 140, 300, 420)).resize((600, 840))
    assert "close" in one_inch(jpeg(close)).doubts
