"""Measures by the words of a clause."""

import pytest

from knowledge.extraction.metrics import metrics_of, own_name


@pytest.mark.parametrize(
    ("clause", "unit", "metrics"),
    [
        ("tỷ lệ hồ sơ nộp trực tuyến", "percent", ["online_submission_rate"]),
        ("ho so nop truc tuyen", "percent", ["online_submission_rate"]),
        ("hồ sơ được thanh toán trực tuyến", "percent", ["online_payment_rate"]),
        ("hồ sơ xử lý trực tuyến", "percent", ["online_processing_rate"]),
        ("mức độ hài lòng của chủ bến", "percent", ["satisfaction_rate"]),
        ("số hóa sổ bến", "percent", ["digitization_rate"]),
        ("số hóa và ký số sổ bến", "percent", ["digitization_signing_archiving_rate"]),
        ("hồ sơ được luân chuyển nội bộ", "percent", ["internal_electronic_routing_rate"]),
        ("thời gian chờ của khách", "minutes_per_transaction", ["waiting_time_minutes"]),
        ("thời gian tiếp nhận, xử lý hồ sơ", "minutes_per_dossier", ["handling_time_minutes"]),
        ("máy quét", "count", ["public_scanner_count"]),
        ("năng suất tiếp nhận", "count", ["reception_productivity"]),
        ("thời gian chờ của khách", "percent", []),
        ("lồng cá được kiểm tra", "percent", []),
    ],
)
def test_a_measure(clause: str, unit: str, metrics: list[str]) -> None:
    assert metrics_of(clause, unit) == metrics


def test_one_figure_may_be_set_for_two_measures() -> None:
    assert set(metrics_of("tiếp nhận trực tuyến và thanh toán trực tuyến", "percent")) == {
        "online_submission_rate",
        "online_payment_rate",
    }


def test_a_measure_that_is_not_known_is_named_by_its_own_words() -> None:
    assert own_name("tỷ lệ lồng cá được kiểm tra trên sông") == "long_ca_kiem_tra_song"
    assert own_name("của và") == "other"
