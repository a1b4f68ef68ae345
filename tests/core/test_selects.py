"""Selects are written by the portal itself; they must say what Django's own would."""

import html.parser

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe


class Options(html.parser.HTMLParser):
    """The options of a select as a browser reads them: group, value, chosen or not, words."""

    def __init__(self):
        super().__init__()
        self.found, self.group, self.reading = [], "", False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "optgroup":
            self.group = attributes["label"]
        if tag == "option":
            self.reading = True
            self.found.append([self.group, attributes["value"], "selected" in attributes, ""])

    def handle_endtag(self, tag):
        self.reading = self.reading and tag != "option"
        if tag == "optgroup":
            self.group = ""

    def handle_data(self, text):
        if self.reading:
            self.found[-1][3] += text


def read(markup):
    options = Options()
    options.feed(markup)
    return options.found


CHOICES = [
    ("", "---"),
    ("a<b", "“甲” & <乙>"),
    (3, mark_safe("<b>粗</b>")),
    ("组 <1>", [("x", "X"), ("y", "Y")]),
]


def test_select_offers_the_same_options_as_djangos_own():
    field = forms.ChoiceField(choices=CHOICES)

    for chosen in ("", "a<b", 3, "y"):
        ours = read(field.widget.render("kind", chosen))
        theirs = read(field.widget.render("kind", chosen, renderer=DjangoTemplates()))

        assert ours == theirs
        assert [option[1] for option in ours if option[2]] == [str(chosen)]


def test_select_never_lets_a_label_become_markup():
    markup = forms.Select(choices=[("x", "<script>alert(1)</script>")]).render("kind", None)

    assert "<script>" not in markup
    assert read(markup) == [["", "x", False, "<script>alert(1)</script>"]]
