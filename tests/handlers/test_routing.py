"""Which conversation a message belongs to, as people would have it."""

from bot.house import House
from tests.support.dialogue import Dialogue


def test_a_question_is_answered_once_and_the_first_answer_says_who_is_speaking(house: House) -> None:
    citizen = Dialogue(house)
    citizen.say("kich hoat vneid muc 2 the nao")
    assert len(citizen.replies) == 1
    assert "trợ lý tự động" in citizen.replies[0]["note"]
    assert "Văn phòng Sở thử nghiệm" in citizen.replies[0]["note"]
    citizen.say("dang ky muc 2 o dau")
    assert "trợ lý tự động" not in citizen.replies[0]["note"]
