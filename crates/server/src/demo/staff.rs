//! The demo's staff page: six shared systems and two notices.

use chrono::TimeDelta;
use portal_core::{App, Ctx, Kind, Names, Outcome};

use crate::staff::{
    audience::Audience,
    notice::{self, NewNotice},
    system::{self, NewSystem},
};

/// Name, English name, what for, English, icon, first label of its host.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const SYSTEMS: [Row; 6] = [
    (
        "Quản lý văn bản và điều hành",
        "Documents and direction",
        "Văn bản đến, văn bản đi, giao việc, ký số",
        "Incoming and outgoing documents, tasks, digital signatures",
        "file",
        "vanban",
    ),
    (
        "Một cửa điện tử",
        "One-stop shop",
        "Tiếp nhận, giải quyết hồ sơ thủ tục hành chính",
        "Files of administrative procedures",
        "form",
        "motcua",
    ),
    (
        "Theo dõi nhiệm vụ",
        "Tasks",
        "Nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao",
        "What the People's Committee and its chairman have asked for",
        "check",
        "nhiemvu",
    ),
    (
        "Cán bộ, công chức, viên chức",
        "Staff files",
        "Hồ sơ, nâng lương, đánh giá, thi đua khen thưởng",
        "Files, pay, assessment, awards",
        "users",
        "cbccvc",
    ),
    (
        "Thư công vụ",
        "Official mail",
        "Hộp thư điện tử của tỉnh",
        "The province's mailboxes",
        "mail",
        "mail",
    ),
    (
        "Báo cáo kinh tế - xã hội",
        "Reports",
        "Chỉ tiêu, số liệu báo cáo định kỳ của đơn vị",
        "Figures each unit reports",
        "chart",
        "baocao",
    ),
];

/// The system whose address nobody answers at: what that looks like is part of the demo.
const SILENT: &str = "baocao";
/// The one that nobody checks.
const UNWATCHED: &str = "mail";

/// Fills the staff page, unless there is something on it.
pub(super) async fn load(app: &App) -> Outcome<()> {
    let Some(ctx) = Ctx::system_of_province(app) else { return Ok(()) };
    let mut tx = app.begin_platform(&ctx).await?;
    if !system::queries::lock_all(&tx).await?.is_empty() {
        return tx.roll_back().await;
    }
    for row in SYSTEMS {
        system::create(&mut tx, &system_of(app, row)).await?;
    }
    for notice in notices(&ctx) {
        notice::post(&mut tx, &notice, None).await?;
    }
    tx.commit().await
}

fn system_of(app: &App, (vi, en, what, what_en, icon, label): Row) -> NewSystem {
    let names = |vi: &str, en: &str| Names { vi: vi.into(), en: Some(en.into()) };
    // The demo asks nobody outside this machine: those that answer are the portal itself.
    let health_url = match label {
        UNWATCHED => None,
        SILENT => Some("http://127.0.0.1:9/".to_owned()),
        _ => Some(format!("http://{}/healthz", app.config().operations)),
    };
    let units = vec![Kind::Province, Kind::Department, Kind::District];
    let kinds = (label == SILENT).then_some(units);
    NewSystem {
        names: names(vi, en),
        what: names(what, what_en),
        icon: icon.to_owned(),
        url: format!("https://{label}.{}/", app.config().base_domain),
        health_url,
        audience: Audience { kinds, ..Audience::default() },
        open: true,
    }
}

fn notices(ctx: &Ctx) -> [NewNotice; 2] {
    let t = ctx.texts();
    let day = |days| t.date(ctx.now + TimeDelta::days(days));
    let notice = |title: String, body: String, days: i64, hours: i64| NewNotice {
        title,
        body,
        shown_from: ctx.now - TimeDelta::hours(hours),
        shown_until: Some(ctx.now + TimeDelta::days(days)),
        audience: Audience::default(),
    };
    [
        notice(
            "Tập huấn sử dụng Cổng thông tin điện tử phiên bản mới".into(),
            format!(
                "Văn phòng UBND tỉnh tổ chức tập huấn trực tuyến cho biên tập viên và người kiểm duyệt của các đơn vị lúc 8 giờ ngày {}.\n\n\
                 Đề nghị các đơn vị cử người tham dự và chuẩn bị ít nhất một tin bài để thực hành.",
                day(12)
            ),
            12,
            26,
        ),
        notice(
            format!("Bảo trì Trung tâm dữ liệu tỉnh tối {}", day(9)),
            format!(
                "Từ 22 giờ ngày {} đến 2 giờ hôm sau, hệ thống văn bản và một cửa có thể gián đoạn. Cổng và các trang thành phần vẫn phục vụ bình thường.",
                day(9)
            ),
            10,
            2,
        ),
    ]
}
