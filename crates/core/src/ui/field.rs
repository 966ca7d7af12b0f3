//! Fields of forms: label, hint, fault, and what was typed, in one piece.

use maud::{Markup, html};

use crate::{FormFaults, Posted, Texts};

/// One field being built.
pub struct Field<'a> {
    t: &'a Texts,
    name: &'a str,
    label: String,
    hint: Option<String>,
    required: bool,
    max: Option<usize>,
    width: Option<&'static str>,
    complete: Option<&'static str>,
    suggested: &'a [(String, String)],
    faults: &'a FormFaults,
    value: String,
}

impl<'a> Field<'a> {
    /// A field whose label is a text of the locales, showing what was posted.
    pub fn new(
        t: &'a Texts,
        posted: &Posted,
        faults: &'a FormFaults,
        name: &'a str,
        label_key: &str,
    ) -> Self {
        Self {
            t,
            name,
            label: t.say(label_key),
            hint: None,
            required: false,
            max: None,
            width: None,
            complete: None,
            suggested: &[],
            faults,
            value: posted.text(name),
        }
    }

    /// With a label that is no text of the locales: a question somebody wrote.
    #[must_use]
    pub fn named(mut self, label: String) -> Self {
        self.label = label;
        self
    }

    /// Must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A sentence of help.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = Some(self.t.say(key));
        self
    }

    /// A sentence of help, already in words.
    #[must_use]
    pub fn hint_text(mut self, text: String) -> Self {
        self.hint = Some(text);
        self
    }

    /// At most so many characters.
    #[must_use]
    pub fn max(mut self, characters: usize) -> Self {
        self.max = Some(characters);
        self
    }

    /// `s`, `m` or `full`.
    #[must_use]
    pub fn width(mut self, width: &'static str) -> Self {
        self.width = Some(width);
        self
    }

    /// What the browser may fill in by itself: `username`, `new-password`, `email` …
    #[must_use]
    pub fn complete(mut self, what: &'static str) -> Self {
        self.complete = Some(what);
        self
    }

    /// What may be taken instead of typing: values; anything else may be typed too.
    #[must_use]
    pub fn suggest(mut self, values: &'a [(String, String)]) -> Self {
        self.suggested = values;
        self
    }

    fn id(&self) -> String {
        format!("f-{}", self.name)
    }

    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.as_ref().map(|_| format!("{id}-h"));
        let fault = self.faults.of(self.name).map(|_| format!("{id}-e"));
        match (hint, fault) {
            (Some(hint), Some(fault)) => Some(format!("{hint} {fault}")),
            (one, other) => one.or(other),
        }
    }

    fn frame(&self, control: &Markup) -> Markup {
        let id = self.id();
        let fault = self.faults.of(self.name);
        html! {
            div.field data-width=[self.width] data-invalid[fault.is_some()] {
                label for=(id) {
                    (self.label) " "
                    @if self.required { span.need { (self.t.say("field-required")) } }
                }
                @if let Some(hint) = &self.hint { p.hint id={ (id) "-h" } { (hint) } }
                (self.fault_line())
                (control)
            }
        }
    }

    fn fault_line(&self) -> Markup {
        html! {
            @if let Some(fault) = self.faults.of(self.name) {
                p.error id={ (self.id()) "-e" } {
                    span.sr { (self.t.say("field-fault")) " " } (fault.sentence(self.t))
                }
            }
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.faults.of(self.name).map(|_| "true")
    }

    /// One line: `text`, `url`, `date`, `email`, `password`, `search` …
    pub fn input(&self, kind: &str) -> Markup {
        let value = (kind != "password").then_some(&self.value);
        let complete = self.complete.or((kind == "password").then_some("current-password"));
        let list = (!self.suggested.is_empty()).then(|| format!("{}-s", self.id()));
        self.frame(&html! {
            input id=(self.id()) name=(self.name) type=(kind) value=[value] required[self.required]
                list=[&list] data-max=[self.max] data-max-text=[self.max.map(|_| self.t.say("field-left"))]
                autocomplete=[complete] aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
            @if let Some(list) = &list {
                datalist id=(list) { @for (value, _) in self.suggested { option value=(value) {} } }
            }
        })
    }

    /// Several lines.
    pub fn area(&self, rows: u32) -> Markup {
        self.frame(&html! {
            textarea id=(self.id()) name=(self.name) rows=(rows) required[self.required]
                data-max=[self.max] data-max-text=[self.max.map(|_| self.t.say("field-left"))]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] { (self.value) }
        })
    }

    /// Formatted text; without the script, a plain text area that takes HTML.
    pub fn rich(&self, rows: u32) -> Markup {
        let say = |key: &str| self.t.say(key);
        self.frame(&html! {
            textarea id=(self.id()) name=(self.name) rows=(rows) data-rich
                data-l-bold=(say("rich-bold")) data-l-italic=(say("rich-italic"))
                data-l-h2=(say("rich-h2")) data-l-h3=(say("rich-h3"))
                data-l-ul=(say("rich-ul")) data-l-ol=(say("rich-ol")) data-l-quote=(say("rich-quote"))
                data-l-link=(say("rich-link")) data-l-address=(say("rich-address"))
                data-l-clear=(say("rich-clear")) data-l-source=(say("rich-source")) data-l-bar=(say("rich-bar"))
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] { (self.value) }
        })
    }

    /// One of several, folded: (value, text).
    pub fn select(&self, choices: &[(String, String)]) -> Markup {
        self.frame(&html! {
            select id=(self.id()) name=(self.name) required[self.required]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] {
                @for (value, text) in choices {
                    option value=(value) selected[*value == self.value] { (text) }
                }
            }
        })
    }

    /// One of several, laid open: (value, text, help).
    pub fn radios(&self, choices: &[(String, String, Option<String>)]) -> Markup {
        let id = self.id();
        html! {
            fieldset.field.choices id=(id) data-invalid[self.faults.of(self.name).is_some()]
                aria-describedby=[self.described_by()] {
                legend { (self.label) " " @if self.required { span.need { (self.t.say("field-required")) } } }
                @if let Some(hint) = &self.hint { p.hint id={ (id) "-h" } { (hint) } }
                (self.fault_line())
                @for (value, text, help) in choices {
                    label.choice {
                        input type="radio" name=(self.name) value=(value) checked[*value == self.value] required[self.required];
                        " " span { (text) @if let Some(help) = help { span.hint { (help) } } }
                    }
                }
            }
        }
    }

    /// A file from the visitor's machine.
    pub fn file(&self, accept: &str) -> Markup {
        self.frame(&html! {
            input type="file" id=(self.id()) name=(self.name) accept=(accept) required[self.required]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
        })
    }
}
