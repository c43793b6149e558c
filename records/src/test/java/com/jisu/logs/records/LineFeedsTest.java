package com.jisu.logs.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFeedsTest {

    @Test
    void the_first_one_is_found_wherever_it_stands() {
        Random random = new Random(1);
        for (int length = 0; length < 40; length++) {
            for (int at = 0; at <= length; at++) {
                byte[] bytes = new byte[length + 1];
                random.nextBytes(bytes);
                for (int i = 0; i <= length; i++) {
                    bytes[i] |= 0x40; // no line feed
                }
                bytes[length] = '\n'; // behind the end
                for (int i = at; i < length; i += 3) {
                    bytes[i] = '\n';
                }
                for (int from = 0; from <= at; from++) {
                    assertThat(LineFeeds.next(bytes, from, length)).isEqualTo(at);
                }
            }
        }
    }
}
