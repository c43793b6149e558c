package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {

    private final Murmur3 murmur = new Murmur3();

    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000, 0000000000000000",
        "hello, cbd8a7b341bd9b02, 5b1e906a48ae1d19",
        "'The quick brown fox jumps over the lazy dog', e34bbc7bbc071b6c, 7a433ca9c49a9347"
    })
    void published_hashes_are_the_same(String text, String high, String low) {
        byte[] bytes = ("xx" + text + "xx").getBytes(US_ASCII);
        murmur.hash(bytes, 2, bytes.length - 2, 0);
        assertThat(murmur.high()).isEqualTo(Long.parseUnsignedLong(high, 16));
        assertThat(murmur.low()).isEqualTo(Long.parseUnsignedLong(low, 16));
    }

    /** SMHasher's verification: the hash of the hashes of {0}, {0, 1}, {0, 1, 2} ... with seeds 256, 255, 254 ... */
    @Test
    void the_reference_implementations_verification_value_is_the_same() {
        byte[] key = new byte[256];
        ByteBuffer hashes = ByteBuffer.allocate(256 * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 256; i++) {
            key[i] = (byte) i;
            murmur.hash(key, 0, i, 256 - i);
            hashes.putLong(murmur.high()).putLong(murmur.low());
        }
        murmur.hash(hashes.array(), 0, hashes.capacity(), 0);
        assertThat((int) murmur.high()).isEqualTo(0x6384BA69);
    }
}
