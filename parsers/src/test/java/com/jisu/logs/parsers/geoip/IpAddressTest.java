package com.jisu.logs.parsers.geoip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @Test
    void every_address_that_java_writes_is_read() throws Exception {
        Random random = Fixtures.random("every_address_that_java_writes_is_read");
        for (int i = 0; i < 20_000; i++) {
            byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(address);
            String text = InetAddress.getByAddress(address).getHostAddress();
            assertThat(parse(text)).as(text).isEqualTo(address);
            if (address.length == 16) {
                // One run of zeros, written as "::" at a random place.
                String[] groups = text.split(":");
                int from = random.nextInt(7);
                int to = from + 1 + random.nextInt(8 - from);
                String shortened = String.join(":", java.util.Arrays.copyOfRange(groups, 0, from)) + "::"
                        + String.join(":", java.util.Arrays.copyOfRange(groups, to, 8));
                java.util.Arrays.fill(address, from * 2, to * 2, (byte) 0);
                assertThat(parse(shortened)).as(shortened).isEqualTo(address);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "64:ff9b::8.8.8.8, 64:ff9b:0:0:0:0:808:808",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "00001::1, 1:0:0:0:0:0:0:1",
        "0000000000000000000000000000000000000000000000000000000000000000000000ab::1, ab:0:0:0:0:0:0:1",
        "::000000000001, 0:0:0:0:0:0:0:1",
        "00064:000ff9b::8.8.8.8, 64:ff9b:0:0:0:0:808:808"
    })
    void short_forms_are_read(String text, String expected) throws Exception {
        assertThat(InetAddress.getByAddress(parse(text)).getHostAddress()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:80",
                "a.b.c.d",
                "localhost",
                "1..2.3",
                ":",
                ":::",
                "1:::2",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "010000::",
                "0000010000::1",
                "00001.2.3.4",
                "::00001.2.3.4",
                "00000",
                "g::",
                "::1.2.3",
                "::1.2.3.4:5",
                "[::1]",
                "1:2:3:4:5:6:7:1.2.3.4",
                ":1",
                "1:"
            })
    void what_is_no_address_is_not_read(String text) {
        assertThat(parse(text)).isNull();
    }

    private static byte[] parse(String text) {
        byte[] bytes = ("x" + text + "x").getBytes(UTF_8);
        return IpAddress.parse(bytes, 1, bytes.length - 1);
    }
}
