//! Words that stand in the database, in addresses and in the keys of texts.

/// Declares an enum that is a word in the database, in addresses and in the keys of texts.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $stem:literal { $($(#[$what:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl $name {
            /// All, in the order of forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the database and in addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads [`Self::as_str`] back.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }

            /// Key of its name in the locales.
            pub fn text_key(self) -> String {
                format!(concat!($stem, "-{}"), self.as_str())
            }
        }
    };
}
