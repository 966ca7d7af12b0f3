//! Requests for the demo province: invented people, believable wishes.

use chrono::TimeDelta;
use portal_core::{App, Arrival, Ctx, Outcome};
use uuid::Uuid;

use super::{
    Channel, Form, Wish,
    ask::{self, Arriving, Asking},
    sealed::Requester,
};

/// Name, where they live, form's organisation, what they ask for, what for, how, days ago.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, Wish, i64);

const ROWS: [Row; 4] = [
    (
        "Hồ Thị Mẫu",
        "Khu phố 3, phường Đông Giang, thành phố Đông Hà",
        "",
        "Quyết định phê duyệt giá dịch vụ khám bệnh, chữa bệnh tại các cơ sở y tế công lập năm 2026",
        "Đối chiếu chi phí khám chữa bệnh của gia đình",
        Wish::Email,
        1,
    ),
    (
        "Trương Văn Thử",
        "Số 15 đường Ví Dụ, thành phố Đông Hà",
        "Hội Bảo vệ người tiêu dùng (ví dụ)",
        "Danh sách cơ sở dịch vụ ăn uống bị xử phạt vi phạm an toàn thực phẩm 6 tháng đầu năm 2026",
        "Thông tin cho hội viên và người tiêu dùng",
        Wish::Paper,
        2,
    ),
    (
        "Nguyễn Thị Thí Dụ",
        "Thôn Mẫu, xã Triệu Ví Dụ, huyện Triệu Phong",
        "",
        "Kế hoạch tiêm chủng mở rộng của tỉnh năm 2026",
        "Theo dõi lịch tiêm cho trẻ trong thôn",
        Wish::Email,
        3,
    ),
    (
        "Lê Văn Giả Định",
        "Khu phố 1, thị xã Quảng Trị",
        "",
        "Báo cáo tình hình dịch sốt xuất huyết các tháng trong năm 2026",
        "Viết bài nghiên cứu",
        Wish::View,
        4,
    ),
];

/// Puts the demo's requests on a site; what is there already is passed over.
///
/// # Errors
/// A database that goes away.
pub async fn load(app: &App, ctx: &Ctx) -> Outcome<()> {
    for (number, row) in (1_u128..).zip(ROWS) {
        let (name, residence, organisation, title, purpose, wish, days) = row;
        let key = Uuid::from_u128(0x1f0_0000 + number);
        let mut tx = app.begin(ctx).await?;
        if tx.once(key, super::desk::PATH).await? != Arrival::First {
            tx.roll_back().await?;
            continue;
        }
        let form = if organisation.is_empty() { Form::Citizen } else { Form::Organisation };
        let requester = Requester {
            name: name.into(),
            residence: residence.into(),
            identity: format!("04500000{number:04}"),
            phone: "0900 000 000".into(),
            email: format!("vidu{number}@example.vn"),
            organisation: organisation.into(),
            ..Requester::default()
        };
        let asking = Asking {
            form,
            requester,
            title: title.into(),
            details: String::new(),
            purpose: purpose.into(),
            wish,
        };
        let arriving = Arriving {
            asking: &asking,
            channel: Channel::Post,
            received_at: ctx.now - TimeDelta::days(days),
            proved: true,
            entered_by: None,
        };
        ask::arrive(app, &mut tx, ctx, key, &arriving).await?;
        tx.commit().await?;
    }
    Ok(())
}
