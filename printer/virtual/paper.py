"""The paper in the virtual printer: commands drawn at true scale, 203 dots an inch, one dot one pixel."""

from dataclasses import dataclass, field, replace

import segno
from PIL import Image, ImageDraw

from printer.virtual.commands import Command, Name
from printer.virtual.letters import Cut, letter_picture

DOTS_PER_MM = 8
PAPER_DOTS = {80: 640, 58: 464}
PRINT_DOTS = {80: 576, 58: 384}
HEAD_TO_KNIFE_DOTS = 120  # 15 mm
USUAL_LINE_DOTS = 30
CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 18: "cp852", 19: "cp858"}
QR_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}


@dataclass(frozen=True, slots=True)
class Style:
    """How the next letter looks."""

    width: int = 1
    height: int = 1
    bold: bool = False
    inverse: bool = False
    underline: int = 0
    small: bool = False
    smooth: bool = False
    align: int = 0
    line_dots: int = USUAL_LINE_DOTS
    page: str = "cp437"


@dataclass(slots=True)
class Symbol:
    """The QR code being prepared by GS ( k."""

    module: int = 3
    level: str = "l"
    body: bytes = b""


@dataclass(slots=True)
class Paper:
    """One slip on its way out. Each command answers how many dots of paper it moved."""

    paper_mm: int
    style: Style = field(default_factory=Style)
    symbol: Symbol = field(default_factory=Symbol)
    rows: list[Image.Image] = field(default_factory=list)
    line: list[Image.Image] = field(default_factory=list)

    @property
    def print_dots(self) -> int:
        return PRINT_DOTS[self.paper_mm]

    @property
    def is_blank(self) -> bool:
        return not self.rows

    def dots_needed(self, command: Command) -> int:
        """How far the command will move the paper, so that a fault can strike before it."""
        match command.name:
            case Name.LINE:
                return self._line_height()
            case Name.FEED_DOTS:
                return command.values[0]
            case Name.FEED_LINES:
                return command.values[0] * self.style.line_dots
            case Name.RASTER:
                return command.values[2]
            case Name.CUT:
                return HEAD_TO_KNIFE_DOTS if command.values[0] >= 65 else 0
        return 0

    def draw(self, command: Command) -> None:
        """Put the command on paper."""
        match command.name:
            case Name.TEXT:
                self._letters(command.body.decode(self.style.page, "replace"))
            case Name.LINE:
                self._end_line()
            case Name.FEED_DOTS | Name.FEED_LINES:
                self._feed(self.dots_needed(command))
            case Name.CUT:
                self._feed(0)
            case Name.RASTER:
                self._raster(command)
            case Name.SYMBOL:
                self._symbol(command)
            case _:
                self._restyle(command)

    def picture(self) -> Image.Image:
        """The slip as it lies on the desk: white paper, unprinted margins left and right."""
        height = HEAD_TO_KNIFE_DOTS + sum(row.height for row in self.rows)
        whole = Image.new("L", (PAPER_DOTS[self.paper_mm], height), 255)
        # Between head and knife lie 15 mm: what one cut leaves blank there is the top of the next slip.
        top, left = HEAD_TO_KNIFE_DOTS, (PAPER_DOTS[self.paper_mm] - self.print_dots) // 2
        for row in self.rows:
            whole.paste(row, (left, top))
            top += row.height
        return whole

    def _restyle(self, command: Command) -> None:
        value = command.values[0] if command.values else 0
        match command.name:
            case Name.RESET:
                self.style, self.line = Style(), []
            case Name.ALIGN:
                self.style = replace(self.style, align=value % 48)
            case Name.SIZE:
                self.style = replace(self.style, width=(value >> 4) + 1, height=(value & 7) + 1)
            case Name.STYLE:
                self.style = replace(
                    self.style,
                    small=bool(value & 1),
                    bold=bool(value & 8),
                    height=2 if value & 16 else 1,
                    width=2 if value & 32 else 1,
                    underline=bool(value & 128),
                )
            case Name.BOLD | Name.INVERSE | Name.SMOOTH:
                self._switch(command.name, on=bool(value & 1))
            case Name.UNDERLINE:
                self.style = replace(self.style, underline=value % 48)
            case Name.FONT:
                self.style = replace(self.style, small=value % 48 == 1)
            case Name.LINE_DOTS | Name.LINE_USUAL:
                self.style = replace(self.style, line_dots=value or USUAL_LINE_DOTS)
            case Name.CODE_PAGE:
                self.style = replace(self.style, page=CODE_PAGES.get(value, "cp437"))

    def _switch(self, name: Name, *, on: bool) -> None:
        match name:
            case Name.BOLD:
                self.style = replace(self.style, bold=on)
            case Name.INVERSE:
                self.style = replace(self.style, inverse=on)
            case _:
                self.style = replace(self.style, smooth=on)

    def _letters(self, text: str) -> None:
        style = self.style
        cut = Cut(style.bold, style.small, style.width, style.height, style.smooth)
        for letter in text:
            picture = letter_picture(letter, cut)
            if style.underline:
                picture = picture.copy()
                edge = (0, picture.height - style.underline, picture.width, picture.height)
                ImageDraw.Draw(picture).rectangle(edge, fill=0)
            if style.inverse:
                picture = picture.point(lambda tone: 255 - tone)
            if sum(part.width for part in self.line) + picture.width > self.print_dots:
                self._end_line()  # a printer wraps without a word
            self.line.append(picture)

    def _line_height(self) -> int:
        return max([self.style.line_dots, *(part.height for part in self.line)])

    def _end_line(self) -> None:
        row = Image.new("L", (self.print_dots, self._line_height()), 255)
        left = self._left(sum(part.width for part in self.line))
        bottom = max((part.height for part in self.line), default=0)
        for part in self.line:
            row.paste(part, (left, bottom - part.height))
            left += part.width
        self.line = []
        self.rows.append(row)

    def _feed(self, dots: int) -> None:
        if self.line:
            self._end_line()
        if dots:
            self.rows.append(Image.new("L", (self.print_dots, dots), 255))

    def _left(self, width: int) -> int:
        return (0, (self.print_dots - width) // 2, self.print_dots - width)[self.style.align if width else 0]

    def _raster(self, command: Command) -> None:
        _, row_bytes, height = command.values
        if not height:
            return
        dots = Image.frombytes("1", (row_bytes * 8, height), bytes(255 - byte for byte in command.body))
        self._place(dots.convert("L"))

    def _symbol(self, command: Command) -> None:
        function = command.values[1]
        if function == 67:
            self.symbol.module = command.body[0]
        elif function == 69:
            self.symbol.level = QR_LEVELS.get(command.body[0], "l")
        elif function == 80:
            self.symbol.body = command.body[1:]
        elif function == 81 and self.symbol.body:
            self._code()

    def _code(self) -> None:
        text = self.symbol.body.decode("utf-8", "replace")
        dark = segno.make(text, error=self.symbol.level, micro=False, boost_error=False).matrix
        side = len(dark)
        code = Image.frombytes("L", (side, side), bytes(0 if dot else 255 for line in dark for dot in line))
        self._place(code.resize((side * self.symbol.module,) * 2, Image.Resampling.NEAREST))

    def _place(self, picture: Image.Image) -> None:
        row = Image.new("L", (self.print_dots, picture.height), 255)
        row.paste(picture, (self._left(min(picture.width, self.print_dots)), 0))
        self.rows.append(row)
