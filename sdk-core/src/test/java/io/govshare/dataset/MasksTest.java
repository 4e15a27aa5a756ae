package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

    private static final List<UnaryOperator<String>> ALL =
            List.of(Masks::identityNumber, Masks::phone, Masks::name, Masks::bankCard, Masks::address, Masks::email);

    @ParameterizedTest
    @CsvSource({
        "110101199003071234, 110101********1234",
        "11010119900307123X, 110101********123X",
        " 110101199003071234 , 110101********1234",
        "110101900307123, 110101******123",
        "11010119900307123, ***",
        "1101011990030712345, ***",
        "11010119900307X234, ***",
        "１１０１０１１９９００３０７１２３４, ***"
    })
    void identityNumber_showsRegionAndEnd(String number, String shown) {
        assertThat(Masks.identityNumber(number)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, 138****5678",
        "1381234567, ***",
        "+8613812345678, ***",
        "23812345678, ***",
        "0591-87654321, ***"
    })
    void phone_showsBeginningAndEnd(String number, String shown) {
        assertThat(Masks.phone(number)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"张, *", "张三, 张*", "张三丰, 张**", "𠮷田三, 𠮷**", "买买提·吐尔逊, 买***", "Ann Lee, A***"})
    void name_showsItsFirstCharacter(String name, String shown) {
        assertThat(Masks.name(name)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "6222021234567890123, 622202*********0123",
        "6222 0212 3456 7890, 622202******7890",
        "6222021234567, 622202***4567",
        "622202123456, ***",
        "62220212345678901234, ***",
        "6222-0212-3456-7890, ***"
    })
    void bankCard_showsIssuerAndEnd(String number, String shown) {
        assertThat(Masks.bankCard(number)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "福建省福州市鼓楼区五一路1号, 福建省福州市鼓楼区***",
        "北京市朝阳区幸福小区3栋, 北京市朝阳区***",
        "内蒙古自治区呼和浩特市新城区中山路2号, 内蒙古自治区呼和浩特市新城区***",
        "福建省闽侯县甘蔗街道, 福建省闽侯县***",
        "内蒙古自治区鄂伦春自治旗阿里河镇, 内蒙古自治区鄂伦春自治旗***",
        "东莞市虎门镇幸福小区3栋, 东莞市***",
        "五一路1号鼓楼区, ***",
        "幸福小区3栋, ***",
        "'12 Main Street, Springfield', ***"
    })
    void address_showsDownToTheCounty(String address, String shown) {
        assertThat(Masks.address(address)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "zhang.san@example.gov, z***@example.gov",
        "z@example.gov, ***",
        "zhang.san, ***",
        "a@b@example.gov, a***@example.gov"
    })
    void email_showsBeginningAndDomain(String address, String shown) {
        assertThat(Masks.email(address)).isEqualTo(shown);
    }

    @Test
    void nullOrBlank_isEmpty() {
        assertThat(ALL).allSatisfy(mask -> {
            assertThat(mask.apply(null)).isEmpty();
            assertThat(mask.apply(" \u3000")).isEmpty();
        });
    }

    @Test
    void longText_isMaskedInTimeThatGrowsWithItsLength() {
        String text = "福".repeat(200_000);
        assertThat(ALL).allSatisfy(mask -> assertThat(mask.apply(text)).hasSizeLessThan(10));
    }
}
