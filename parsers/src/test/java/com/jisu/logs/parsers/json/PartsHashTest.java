package com.jisu.logs.parsers.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsHashTest {

    private static final int[] LENGTHS = {1, 2, 3, 4, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 100, 380};

    private final PartsHash hash = new PartsHash();

    @Test
    void every_bit_of_the_input_turns_each_bit_of_the_hash_every_other_time() {
        long seed = 7;
        Random random = new Random(seed);
        int samples = 1000;
        for (int length : LENGTHS) {
            int[] turned = new int[128];
            int trials = 0;
            for (int sample = 0; sample < samples; sample++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                int bit = random.nextInt(8 * length);
                long high = high(bytes);
                long low = hash.low();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                high ^= high(bytes);
                low ^= hash.low();
                for (int i = 0; i < 64; i++) {
                    turned[i] += (int) (high >>> i & 1);
                    turned[64 + i] += (int) (low >>> i & 1);
                }
                trials++;
            }
            for (int i = 0; i < turned.length; i++) {
                // Six standard deviations of a fair coin.
                assertThat(turned[i])
                        .as("bit %d of %d bytes, seed %d", i, length, seed)
                        .isBetween(405, 595);
            }
            assertThat(trials).isEqualTo(samples);
        }
    }

    @Test
    void keys_that_differ_in_a_number_have_no_bits_in_common_more_often_than_by_chance() {
        int keys = 400_000;
        assertThat(distinct(keys, PartsHash::high, 32)).isBetween(keys - 60, keys);
        assertThat(distinct(keys, PartsHash::low, 32)).isBetween(keys - 60, keys);
        assertThat(distinct(keys, PartsHash::high, 0)).isEqualTo(keys);
        assertThat(distinct(keys, PartsHash::low, 0)).isEqualTo(keys);
    }

    /** Of the upper bits of the hashes of offsets in one file. By chance, 19 pairs share 32 bits. */
    private int distinct(int keys, ToLongFunction<PartsHash> bits, int dropped) {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < keys; i++) {
            hash.clear();
            hash.add("\"131\"".getBytes(US_ASCII));
            hash.add(i * 300L);
            hash.add("\"2026-11-23T10:00:00.000Z\"".getBytes(US_ASCII));
            seen.add(bits.applyAsLong(hash) >>> dropped);
        }
        return seen.size();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 15, 16, 17, 31, 32})
    void the_same_bytes_cut_elsewhere_have_another_hash(int cut) {
        byte[] bytes = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".getBytes(US_ASCII);
        Set<Long> seen = new HashSet<>();
        seen.add(high(bytes));
        hash.clear();
        hash.add(bytes, 0, cut);
        hash.add(bytes, cut, bytes.length);
        seen.add(hash.high());
        hash.clear();
        hash.add(bytes, 0, cut);
        hash.add(new byte[0]);
        hash.add(bytes, cut, bytes.length);
        seen.add(hash.high());
        assertThat(seen).hasSize(3);
    }

    @Test
    void where_the_bytes_lie_makes_no_difference() {
        for (int length : LENGTHS) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            byte[] within = new byte[length + 5];
            new Random(1).nextBytes(within);
            System.arraycopy(bytes, 0, within, 3, length);
            long high = high(bytes);
            long low = hash.low();
            hash.clear();
            hash.add(within, 3, 3 + length);
            assertThat(hash.high()).isEqualTo(high);
            assertThat(hash.low()).isEqualTo(low);
        }
    }

    @Test
    void a_part_that_is_absent_is_a_part() {
        hash.clear();
        final long nothing = hash.high();
        hash.add((JsonValue) null);
        assertThat(hash.high()).isNotEqualTo(nothing);
    }

    private long high(byte[] bytes) {
        hash.clear();
        hash.add(bytes, 0, bytes.length);
        return hash.high();
    }
}
