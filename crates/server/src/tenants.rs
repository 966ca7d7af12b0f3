//! The kinds of site of this installation (R-T1). A new kind is a file beside these and a line in
//! [`all`].

use portal_core::{
    Names, TenantPlugin,
    site::MenuEntry,
    tenant::{Region, Slot},
};

pub mod commune;
pub mod department;
pub mod district;
pub mod province;

/// One plugin per kind.
pub fn all() -> Vec<Box<dyn TenantPlugin>> {
    vec![
        Box::new(province::Province),
        Box::new(department::Department),
        Box::new(district::District),
        Box::new(commune::Commune),
    ]
}

/// The switchable modules every kind has on at first.
pub(crate) const MODULES: &[&str] = &[
    "articles",
    "pages",
    "documents",
    "feeds",
    "petitions",
    "consultations",
    "information-requests",
    "surveys",
    "satisfaction",
    "reception",
    "search",
];

/// An entry that has a page in Vietnamese only.
pub(crate) fn vi(label: &str, href: &str) -> MenuEntry {
    MenuEntry { label: Names { vi: label.into(), en: None }, href: href.into(), below: Vec::new() }
}

/// A section, by its slug in the law packs, in Vietnamese.
pub(crate) fn section(label: &str, slug: &str) -> MenuEntry {
    vi(label, &format!("/chuyen-muc/{slug}"))
}

/// A section whose content is in English: it stands in the English menu only.
pub(crate) fn english(label: &str, slug: &str) -> MenuEntry {
    MenuEntry::new("", label, &format!("/chuyen-muc/{slug}"))
}

/// "Giới thiệu" with what every kind of site owes below it, and more.
pub(crate) fn about(more: impl IntoIterator<Item = MenuEntry>) -> MenuEntry {
    vi("Giới thiệu", "/trang/gioi-thieu")
        .over([
            section("Chức năng, nhiệm vụ, quyền hạn", "chuc-nang-nhiem-vu"),
            section("Cơ cấu tổ chức", "co-cau-to-chuc"),
            section("Lãnh đạo", "lanh-dao"),
        ])
        .over(more)
}

/// "Chỉ đạo – điều hành", the same everywhere.
pub(crate) fn direction() -> MenuEntry {
    section("Chỉ đạo – điều hành", "chi-dao-dieu-hanh").over([
        section("Ý kiến chỉ đạo, điều hành", "y-kien-chi-dao"),
        section("Lịch công tác", "lich-cong-tac"),
        section("Chương trình, kế hoạch công tác", "chuong-trinh-cong-tac"),
        section("Khen thưởng, xử phạt", "khen-thuong-xu-phat"),
    ])
}

/// "Văn bản" with what every kind of site owes below it, and more.
pub(crate) fn documents(more: impl IntoIterator<Item = MenuEntry>) -> MenuEntry {
    vi("Văn bản", "/van-ban")
        .over([
            vi("Tra cứu văn bản", "/van-ban"),
            section("Văn bản quy phạm pháp luật", "van-ban-quy-pham-phap-luat"),
            section("Văn bản chỉ đạo, điều hành", "van-ban-chi-dao"),
        ])
        .over(more)
        .over([
            section("Phổ biến pháp luật", "pho-bien-phap-luat"),
            section("Thủ tục hành chính", "thu-tuc-hanh-chinh"),
        ])
}

/// "Công khai" with what every kind of site owes below it, and more.
pub(crate) fn disclosure(more: impl IntoIterator<Item = MenuEntry>) -> MenuEntry {
    section("Công khai", "tiep-can-thong-tin")
        .over([
            section("Tiếp cận thông tin", "tiep-can-thong-tin"),
            vi("Yêu cầu cung cấp thông tin", "/yeu-cau-thong-tin"),
            section("Công khai ngân sách", "cong-khai-ngan-sach"),
            section("Chiến lược, quy hoạch, kế hoạch", "chien-luoc-quy-hoach"),
            section("Dự án, đấu thầu, mua sắm công", "du-an-dau-thau"),
        ])
        .over(more)
}

/// The end of every menu: what citizens send, where to find the unit, the sitemap.
pub(crate) fn tail() -> [MenuEntry; 4] {
    [
        vi("Kiến nghị – Hỏi đáp", "/kien-nghi").over([
            vi("Gửi câu hỏi, phản ánh, kiến nghị", "/kien-nghi"),
            vi("Tra cứu tình trạng giải quyết", "/kien-nghi/tra-cuu"),
            vi("Câu hỏi đã trả lời", "/kien-nghi/tra-loi"),
            vi("Thống kê giải quyết kiến nghị", "/kien-nghi/thong-ke"),
            vi("Lịch tiếp công dân", "/lich-tiep-cong-dan"),
        ]),
        vi("Lấy ý kiến", "/lay-y-kien").over([
            vi("Dự thảo đang lấy ý kiến", "/lay-y-kien"),
            section("Tiếp thu, giải trình ý kiến", "tiep-thu-giai-trinh"),
            vi("Khảo sát, thăm dò", "/khao-sat"),
            vi("Mức độ hài lòng", "/hai-long"),
        ]),
        vi("Liên hệ", "/trang/lien-he").over([
            section("Danh bạ liên hệ", "danh-ba-lien-he"),
            section("Người phát ngôn", "nguoi-phat-ngon"),
            section("Kênh thông tin chính thức", "kenh-thong-tin-chinh-thuc"),
        ]),
        MenuEntry::new("Sơ đồ cổng", "Sitemap", "/so-do-cong"),
    ]
}

/// The home page's entry.
pub(crate) fn home() -> MenuEntry {
    MenuEntry::new("Trang chủ", "Home", "/")
}

/// A block of a home page.
pub(crate) const fn slot(region: Region, block: &'static str, of: &'static str) -> Slot {
    Slot { region, block, of }
}

#[cfg(test)]
mod tests {
    use portal_core::law::{Law, Structure};

    use super::*;

    /// What is no section's page: the required pages, and what modules answer.
    const PAGES: [&str; 12] = [
        "/trang/gioi-thieu",
        "/trang/lien-he",
        "/van-ban",
        "/kien-nghi",
        "/kien-nghi/tra-cuu",
        "/kien-nghi/tra-loi",
        "/kien-nghi/thong-ke",
        "/lich-tiep-cong-dan",
        "/lay-y-kien",
        "/khao-sat",
        "/hai-long",
        "/yeu-cau-thong-tin",
    ];

    /// The packs a province may live by, where they know the kind.
    fn structures(law: &Law, kind: portal_core::Kind) -> Vec<&Structure> {
        ["nd42-2022", "nd224-2026"]
            .into_iter()
            .map(|key| law.pack(key).and_then(|pack| pack.structure()).expect("a structure"))
            .filter(|structure| structure.domain_form(kind).is_some())
            .collect()
    }

    fn every_entry(menu: &[MenuEntry]) -> Vec<&MenuEntry> {
        menu.iter().flat_map(|entry| std::iter::once(entry).chain(&entry.below)).collect()
    }

    #[test]
    fn every_menu_leads_to_sections_the_kind_has() {
        let law = Law::shipped().expect("law packs are sound");
        for plugin in all() {
            let menu = plugin.menu();
            let structures = structures(&law, plugin.kind());
            assert!(!structures.is_empty(), "{}", plugin.kind());
            for entry in every_entry(&menu) {
                let Some(slug) = entry.href.strip_prefix("/chuyen-muc/") else {
                    let own = ["/", "/so-do-cong"].contains(&&*entry.href);
                    assert!(own || PAGES.contains(&&*entry.href), "{}", entry.href);
                    continue;
                };
                for structure in &structures {
                    let found = structure.section(plugin.kind(), slug);
                    let found = found.unwrap_or_else(|| panic!("{}: {slug}", plugin.kind()));
                    let wanted = if entry.label.vi.is_empty() { "en" } else { "vi" };
                    assert_eq!(found.language, wanted, "{slug}");
                    assert_eq!(entry.label.en.is_some(), wanted == "en", "{slug}");
                }
            }
        }
    }

    #[test]
    fn every_home_page_shows_sections_the_kind_has() {
        let law = Law::shipped().expect("law packs are sound");
        for plugin in all() {
            for slot in plugin.home().iter().filter(|slot| !slot.of.is_empty()) {
                for structure in structures(&law, plugin.kind()) {
                    assert!(structure.section(plugin.kind(), slot.of).is_some(), "{}", slot.of);
                }
            }
        }
    }

    #[test]
    fn there_is_one_plugin_per_kind() {
        let kinds: Vec<_> = all().iter().map(|plugin| plugin.kind()).collect();
        assert_eq!(kinds, portal_core::Kind::ALL);
    }
}
