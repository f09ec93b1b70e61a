from index.characters import one_line, plain, table_row, without_invisible
from index.dutch import terms


def test_what_no_reader_sees_is_left_out() -> None:
    assert without_invisible("\ufeffge\u00admeen\u200bten \u202aWmo\u202c") == "gemeenten Wmo"


def test_plain_text_has_letters_for_ligatures_and_one_kind_of_space() -> None:
    assert plain("oﬃcieel, ﬁnancieel ﬂink\u00a0€\u202f5\x07\nﬀ ﬅ") == "officieel, financieel flink € 5\nff st"


def test_one_line() -> None:
    assert one_line(" De\r\nWmo\x0c\tin\u00a0 de wijk\n") == "De Wmo in de wijk"


def test_a_row_is_an_item_of_a_list_and_a_single_cell_a_paragraph() -> None:
    assert table_row(["Wmo", "", "€ 21"]) == "- Wmo | € 21"
    assert table_row(["", "Alleen dit."]) == "Alleen dit."
    assert table_row([]) == ""


def test_a_search_sees_words_whole_that_a_text_file_has_with_soft_hyphens_and_ligatures() -> None:
    assert terms("ge\u00admeen\u00adten ﬁnan\u200bcieren") == terms("gemeenten financieren")
