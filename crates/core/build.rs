//! Rebuilds the crate when a file is added to what it embeds: the compiler itself only notices that
//! one was changed.

fn main() {
    for folder in ["law", "locales", "web/dist"] {
        println!("cargo:rerun-if-changed=../../{folder}");
    }
}
