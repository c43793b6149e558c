package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a fingerprint is made of a value. Thread-safe. */
interface FingerprintMethod {

    /** Seed of Logstash's hash of 128 bits. */
    int SEED_OF_128 = 2;

    /** The fingerprint: text, or a number. */
    Object of(Object value) throws StepFailure;

    /**
     * @param name as in Logstash
     * @param key of an HMAC, or the bits of a network; null for none
     */
    static FingerprintMethod of(String name, String key, boolean base64) throws OptionFault {
        return switch (name) {
            case "MURMUR3" -> FingerprintMethod::murmur3;
            case "MURMUR3_128" -> value -> written(Murmur3.hash128(bytesOf128(value), SEED_OF_128), base64);
            case "IPV4_NETWORK" -> network(key);
            default -> key == null ? digest(algorithm(name), base64) : hmac(algorithm(name), key, base64);
        };
    }

    private static String algorithm(String name) {
        return name.startsWith("SHA") ? "SHA-" + name.substring("SHA".length()) : name;
    }

    private static String written(byte[] hash, boolean base64) {
        return base64
                ? Base64.getEncoder().encodeToString(hash)
                : HexFormat.of().formatHex(hash);
    }

    private static byte[] utf8(Object value) {
        return RubyText.text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static Object murmur3(Object value) {
        byte[] bytes = value instanceof Long number ? bytes(number, Long.BYTES) : utf8(value);
        return Murmur3.hash32(bytes, 0);
    }

    private static byte[] bytesOf128(Object value) {
        if (value instanceof Long number) {
            return bytes(number, number == number.intValue() ? Integer.BYTES : Long.BYTES);
        }
        return utf8(value);
    }

    private static byte[] bytes(long number, int count) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number);
        return Arrays.copyOf(bytes.array(), count);
    }

    private static FingerprintMethod network(String key) throws OptionFault {
        if (key == null || !key.matches("\\d{1,3}")) {
            throw new OptionFault("key", "must be the bits of a network, such as 24, for the method IPV4_NETWORK");
        }
        int bits = Integer.parseInt(key);
        return value -> {
            Network address = Network.of(RubyText.text(value));
            if (address == null) {
                throw new StepFailure("no address: " + value);
            }
            return address.masked(bits).text();
        };
    }

    private static FingerprintMethod digest(String algorithm, boolean base64) {
        try {
            MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no " + algorithm, e);
        }
        return value -> {
            try {
                return written(MessageDigest.getInstance(algorithm).digest(utf8(value)), base64);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Java has no longer " + algorithm, e);
            }
        };
    }

    private static FingerprintMethod hmac(String algorithm, String key, boolean base64) throws OptionFault {
        if (key.isEmpty()) {
            throw new OptionFault("key", "must not be empty");
        }
        String name = "Hmac" + algorithm.replace("-", "");
        Mac keyed;
        try {
            keyed = Mac.getInstance(name);
            keyed.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), name));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Java has no " + name, e);
        }
        return value -> {
            try {
                return written(((Mac) keyed.clone()).doFinal(utf8(value)), base64);
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(name + " can not be used twice", e);
            }
        };
    }
}
