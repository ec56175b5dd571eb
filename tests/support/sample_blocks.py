"""Makes up the content of plans: headings, paragraphs, bullets and tables in sentences of its own, by seed."""

import random
from collections.abc import Sequence

from knowledge.documents.model import Block, Cell, Paragraph, Table

_UNITS = ("Văn phòng Sở", "Phòng Đo đạc", "Chi cục Biển", "UBND huyện Thạnh Mỹ", "Trung tâm Dữ liệu", "Thanh tra Sở")
_DOERS = ("phòng chuyên môn", "bộ phận một cửa", "đơn vị trực thuộc", "tổ giúp việc", "cán bộ phụ trách")
_DEEDS = (
    "rà soát toàn bộ quy trình đang áp dụng",
    "số hóa kho hồ sơ lưu trữ của năm trước",
    "công khai thời gian xử lý tại nơi tiếp nhận",
    "hướng dẫn người dân nộp hồ sơ qua mạng",
    "tập huấn kỹ năng cho những người mới nhận việc",
    "kiểm tra chéo kết quả giữa các xã",
    "khắc phục những tồn tại đã được chỉ ra",
)
_TIMES = (
    "trước ngày 15/{m}/2027",
    "trong quý {q} năm 2027",
    "đến hết tháng {m} năm 2027",
    "chậm nhất ngày 30/{m}/2027",
)
_ENDS = (
    "bảo đảm ít nhất {p}% hồ sơ được trả đúng hạn",
    "tỷ lệ hài lòng đạt từ {p}% trở lên",
    "gửi kết quả về Văn phòng Sở để tổng hợp",
    "báo cáo Giám đốc những việc còn vướng",
)
_TOPICS = ("MỤC TIÊU", "NHIỆM VỤ CHỦ YẾU", "PHÂN CÔNG THỰC HIỆN", "KINH PHÍ", "CHẾ ĐỘ BÁO CÁO", "TỔ CHỨC THỰC HIỆN")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_HEAD = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


class Sample:
    """A made-up plan; the same seed gives the same one."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def blocks(self, parts: int = 4, rows: int = 8) -> list[Block]:
        """As many parts as asked for, about a page each; every second one ends with a table."""
        made: list[Block] = [Paragraph("KẾ HOẠCH", heading=True)]
        for number in range(parts):
            made.append(self._title(number))
            made += [self._item(number, at) for at in range(self._chance.randint(6, 10))]
            if number % 2:
                made += [Paragraph("Bảng phân công như sau:"), self.table(rows)]
        return [*made, Paragraph("Yêu cầu các đơn vị triển khai thực hiện./.")]

    def _title(self, number: int) -> Paragraph:
        roman = _ROMAN[number % len(_ROMAN)]
        return Paragraph(f"{roman}. {_TOPICS[number % len(_TOPICS)]}", heading=True)

    def _item(self, part: int, at: int) -> Paragraph:
        mark = self._chance.choice((f"{at + 1}. ", "- ", "+ ", f"{'abcdefghik'[at % 10]}) ", ""))
        sentences = " ".join(self.sentence() for _ in range(self._chance.randint(1, 3)))
        return Paragraph(mark + sentences)

    def sentence(self) -> str:
        """One sentence with a deed, a day and a figure."""
        time = self._pick(_TIMES)
        return (
            f"{self._chance.choice(_UNITS)} và {self._chance.choice(_DOERS)} {self._chance.choice(_DEEDS)} "
            f"{time}, {self._pick(_ENDS)}."
        )

    def _pick(self, choices: tuple[str, ...]) -> str:
        numbers = {"m": self._chance.randint(1, 12), "q": self._chance.choice(("I", "II", "III", "IV"))}
        return self._chance.choice(choices).format(p=self._chance.randint(10, 99), **numbers)

    def table(self, rows: int) -> Table:
        """A table of tasks with the head that offices use."""
        body = [self._row(number) for number in range(1, rows + 1)]
        return Table(tuple(tuple(map(Cell, row)) for row in (_HEAD, *body)))

    def _row(self, number: int) -> tuple[str, ...]:
        deed = self._chance.choice(_DEEDS)
        return str(number), deed[0].upper() + deed[1:], self._chance.choice(_UNITS), f"Quý {number % 4 + 1}/2027"


def plain(blocks: Sequence[Block]) -> list[object]:
    """What of blocks every format keeps: texts of paragraphs, and of tables cell by cell."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in blocks
    ]


def differences(first: list[object], second: list[object]) -> list[tuple[object, object]]:
    """Where two readings part, for a message that can be read."""
    pairs = zip([*first, *[None] * len(second)], [*second, *[None] * len(first)], strict=True)
    return [pair for pair in pairs if pair[0] != pair[1]][:3]
