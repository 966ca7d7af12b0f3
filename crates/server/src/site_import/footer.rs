//! The footer a new site starts with.

use portal_core::{
    Kind, Names,
    site::{Particulars, Sites},
};

use super::Row;

/// "tỉnh Quảng Trị", out of the name of the province's portal.
pub(crate) fn province_words(rows: &[Row], sites: &Sites) -> String {
    let name = rows
        .iter()
        .find(|row| row.kind == Kind::Province)
        .map(|row| row.names.vi.to_string())
        .or_else(|| sites.province().map(|site| site.names.vi.to_string()))
        .unwrap_or_default();
    ["tỉnh ", "thành phố "]
        .into_iter()
        .find_map(|word| name.find(word).and_then(|at| name.get(at..)))
        .unwrap_or_default()
        .to_owned()
}

/// A footer to start from; the unit fills in its own. Nothing in it is invented: no person, no
/// telephone number.
///
/// Requirement: R-T6.
pub fn first_particulars(
    kind: Kind,
    names: &Names,
    host: &str,
    place: &str,
    above: Option<&str>,
) -> Particulars {
    let where_it_is = |name: &str| name.trim_start_matches("UBND ").to_owned();
    let own = matches!(kind, Kind::District | Kind::Commune);
    let mut address = Vec::new();
    if own {
        address.push(where_it_is(&names.vi));
    }
    if let Some(above) = above.filter(|_| kind == Kind::Commune)
        && above.starts_with("UBND ")
    {
        address.push(where_it_is(above));
    }
    address.push(place.to_owned());
    let owner = if own {
        names.vi.to_string()
    } else {
        format!("Ủy ban nhân dân {place}").trim_end().to_owned()
    };
    let responsible = match kind {
        Kind::Province => "Chánh Văn phòng Ủy ban nhân dân, Trưởng Ban Biên tập",
        Kind::Department => "Thủ trưởng cơ quan, Trưởng Ban Biên tập",
        Kind::District | Kind::Commune => "Chủ tịch Ủy ban nhân dân, Trưởng Ban Biên tập",
    };
    address.retain(|part| !part.is_empty());
    Particulars {
        owner: owner.into(),
        responsible: responsible.into(),
        address: address.join(", ").into(),
        email: format!("vanthu@{}", host.strip_prefix("www.").unwrap_or(host)).into(),
        ..Particulars::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_footer_is_put_together_from_what_is_known() {
        let names = Names { vi: "UBND phường 1".into(), en: None };
        let above = Some("UBND thành phố Đông Hà");
        let host = "phuong1.dongha.quangtri.localhost";
        let made = first_particulars(Kind::Commune, &names, host, "tỉnh Quảng Trị", above);
        assert_eq!(&*made.address, "phường 1, thành phố Đông Hà, tỉnh Quảng Trị");
        assert_eq!(&*made.owner, "UBND phường 1");
        assert_eq!(&*made.email, "vanthu@phuong1.dongha.quangtri.localhost");
        assert_eq!(&*made.phone, "");
    }
}
