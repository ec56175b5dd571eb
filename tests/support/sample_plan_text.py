"""The text of a small made-up plan on river landings, for tests that read one from its letterhead to its appendix."""

PLAN = """\
UBND TỈNH AN GIANG                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIAO THÔNG VẬN TẢI                  Độc lập - Tự do - Hạnh phúc
Số: 45/KH-SGTVT                    An Giang, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Đưa giấy tờ bến đò lên mạng năm 2026

Căn cứ Quyết định số 88/QĐ-UBND ngày 05/01/2026 của UBND tỉnh về bến đò ngang, Sở lập kế hoạch này như sau:

I. MỤC ĐÍCH
- Chủ bến bớt một chuyến đi xa, 100% người lái đò biết tự gửi đơn.

II. HIỆN TRẠNG
Tính đến tháng 12/2025, hồ sơ bến đò nộp trực tuyến 27/156, đạt tỷ lệ 17,3%.

III. MỤC TIÊU
1. Đến hết năm 2026
- Trên 60% hồ sơ bến đò được nộp trực tuyến.
- Mức độ hài lòng của chủ bến đạt từ 95% - dưới 100%.
- Thời gian chờ tại Bộ phận Một cửa tối đa 15 phút/01 lượt.
2. Giai đoạn 2027-2028
- Phấn đấu tối thiểu 90% hồ sơ bến đò được nộp trực tuyến.

IV. NHIỆM VỤ
1. Văn phòng Sở
a) Rà soát mẫu đơn của bến đò, xong trước ngày 30/4/2026.
b) Chủ trì, phối hợp với Phòng Quản lý vận tải mở lớp lái đò an toàn trong quý II năm 2026.
2. Phát áo phao cho học trò qua sông
- Đơn vị chủ trì: Đoàn Thanh niên Sở.
- Đơn vị phối hợp: Công an tỉnh, UBND các xã.
- Thời gian: Thường xuyên.

V. KINH PHÍ
Lấy từ tiền giữ gìn đường sông.

VI. TỔ CHỨC THỰC HIỆN
1. Các phòng, đơn vị thuộc Sở: Trước ngày 20 hằng tháng báo cáo Văn phòng Sở số bến đã sửa.
Trong quá trình thực hiện, gặp vướng mắc thì các đơn vị báo cáo Giám đốc Sở.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Lê Thị Mẫu

PHỤ LỤC
STT\tNội dung\tChủ trì\tPhối hợp\tThời gian
I\tBến sông lớn\t\t\t
1\tLắp đèn ở cầu phao\tPhòng Quản lý vận tải\tVăn phòng Sở\tTháng 6/2026
2\tSố hóa và ký số tối thiểu 70% hồ sơ bến cũ\tVăn phòng Sở\t\tQuý III/2026
"""
