//! Older petitions of the demo that were answered and published.

use portal_core::Outcome;
use portal_petitions::petition::{
    PetitionKind::{self, Proposal, Question, Reflection},
    case::AnswerKind,
    deeds::Deed,
    queries::save::Text,
};

use super::Demo;

/// Days since it came in, days until it was answered, kind, field, place, title, question, answer.
type Row =
    (i64, i64, PetitionKind, &'static str, &'static str, &'static str, &'static str, &'static str);

const ANSWERED: [Row; 6] = [
    (
        45,
        9,
        Question,
        "health",
        "Huyện Vĩnh Linh",
        "Giờ làm việc của trạm y tế xã vào thứ Bảy",
        "Trạm y tế xã có khám bệnh vào sáng thứ Bảy không, nếu không thì khi cần gấp phải đến đâu?",
        "Trạm y tế xã trực cấp cứu 24 giờ mỗi ngày, kể cả thứ Bảy, Chủ nhật và ngày lễ.\n\nKhám bệnh \
         thông thường thực hiện từ thứ Hai đến thứ Sáu. Ngoài giờ đó, người bệnh đến khoa Khám bệnh \
         của trung tâm y tế gần nhất.",
    ),
    (
        63,
        34,
        Reflection,
        "health",
        "Thành phố Đông Hà",
        "Quầy thuốc không niêm yết giá",
        "Một số quầy thuốc quanh bệnh viện không niêm yết giá, cùng một loại thuốc mỗi nơi bán một giá.",
        "Sở Y tế đã kiểm tra 14 quầy thuốc quanh bệnh viện; 3 quầy chưa niêm yết đủ giá đã bị nhắc nhở \
         và khắc phục ngay. Sở tiếp tục kiểm tra không báo trước.",
    ),
    (
        80,
        12,
        Proposal,
        "health",
        "Huyện Hướng Hóa",
        "Đề nghị có phiên dịch tiếng Bru – Vân Kiều ở khoa Khám bệnh",
        "Nhiều bà con lớn tuổi không nói thạo tiếng phổ thông, đi khám bệnh rất khó trình bày.",
        "Từ tháng này, khoa Khám bệnh của trung tâm y tế có nhân viên nói tiếng Bru – Vân Kiều trong \
         giờ hành chính các ngày thứ Hai, thứ Tư và thứ Sáu.",
    ),
    (
        97,
        7,
        Question,
        "health",
        "Huyện Cam Lộ",
        "Thủ tục cấp giấy xác nhận đủ điều kiện an toàn thực phẩm cho bếp ăn",
        "Cơ sở nấu ăn dưới 50 suất mỗi ngày có phải xin giấy xác nhận không, nộp ở đâu?",
        "Cơ sở nhỏ lẻ ký cam kết bảo đảm an toàn thực phẩm tại Ủy ban nhân dân xã, không phải xin giấy \
         xác nhận. Mẫu cam kết có tại bộ phận một cửa của xã.",
    ),
    (
        121,
        14,
        Reflection,
        "environment",
        "Huyện Gio Linh",
        "Nước thải của trạm y tế chảy ra mương",
        "Nước rửa từ sân sau trạm y tế chảy thẳng ra mương tưới, có mùi thuốc sát trùng.",
        "Trạm đã đấu nối đường nước rửa vào bể xử lý. Kết quả lấy mẫu sau khi đấu nối đạt quy chuẩn.",
    ),
    (
        150,
        11,
        Question,
        "health",
        "Thị xã Quảng Trị",
        "Tiêm nhắc vắc xin cho trẻ đã qua tuổi",
        "Con tôi lỡ mũi tiêm nhắc lúc 18 tháng, nay 3 tuổi có tiêm bù được không?",
        "Trẻ lỡ mũi tiêm nhắc được tiêm bù miễn phí. Gia đình đưa cháu đến trạm y tế vào ngày tiêm \
         chủng hằng tháng, mang theo sổ tiêm.",
    ),
];

/// Sends them in, and has the department answer each.
pub(super) async fn load(demo: &Demo<'_>) -> Outcome<()> {
    for (place, row) in ANSWERED.iter().enumerate() {
        let (days, took, kind, field, where_, title, question, answer) = *row;
        let id = demo.send(&(days, kind, field, where_, title, question), place).await?;
        demo.act("kiennghi.tinh", id, days - 1, &demo.forward("soyte")?).await?;
        demo.act("kiennghi.soyte", id, days - 2, &Deed::Accept).await?;
        let text = Text {
            text: answer.into(),
            public: Some((title.into(), question.into(), answer.into())),
            ..Text::default()
        };
        let answered = days - took;
        demo.write("kiennghi.soyte", id, answered + 1, AnswerKind::Answer, &text, true).await?;
        demo.approve("thutruong.soyte", id, answered).await?;
    }
    Ok(())
}
