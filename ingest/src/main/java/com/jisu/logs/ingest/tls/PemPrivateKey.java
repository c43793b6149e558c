package com.jisu.logs.ingest.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads the private key of a PEM file in the forms that tools write: PKCS#8 (RFC 5958), plain or encrypted; PKCS#1 (RFC
 * 8017) and SEC 1 (RFC 5915), plain or encrypted the way OpenSSL did before PKCS#8 (RFC 1421 headers).
 */
public final class PemPrivateKey {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<type>[A-Z ]*PRIVATE KEY)-----\\s*(?<headers>(?:[\\w-]+: .*\\s+)*)(?<base64>[\\w+/=\\s]+)-----END");
    private static final Pattern DEK_INFO = Pattern.compile("DEK-Info: (?<cipher>[\\w-]+),(?<iv>[0-9A-Fa-f]+)");

    /** The name in a DEK-Info header, the JDK's, and the key's length in bytes. */
    private record LegacyCipher(String algorithm, String transformation, int keyBytes) {}

    private static final Map<String, LegacyCipher> LEGACY_CIPHERS = Map.of(
            "AES-128-CBC", new LegacyCipher("AES", "AES/CBC/PKCS5Padding", 16),
            "AES-192-CBC", new LegacyCipher("AES", "AES/CBC/PKCS5Padding", 24),
            "AES-256-CBC", new LegacyCipher("AES", "AES/CBC/PKCS5Padding", 32),
            "DES-EDE3-CBC", new LegacyCipher("DESede", "DESede/CBC/PKCS5Padding", 24));

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    // AlgorithmIdentifier of rsaEncryption, and the object identifier of ecPublicKey
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    // Object identifiers, with tag and length, as characters
    private static final String DES_EDE3_CBC = oid("06082a864886f70d0307");
    private static final String HMAC_SHA256 = oid("06082a864886f70d0209");
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE_PARAMETERS = 0xA0;

    private PemPrivateKey() {}

    private static String oid(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the first private key.
     *
     * @throws GeneralSecurityException if there is none, or it cannot be read; the message says why
     */
    public static PrivateKey read(byte[] pem, Optional<String> password) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidKeyException("there is no private key in PEM form");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group("base64"));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("the private key is no base64 text", e);
        }
        String headers = block.group("headers");
        if (headers.contains("ENCRYPTED")) {
            der = decryptLegacy(der, headers, needed(password));
        }
        return switch (block.group("type")) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "ENCRYPTED PRIVATE KEY" -> pkcs8(decrypt(der, needed(password)));
            case "RSA PRIVATE KEY" -> pkcs8(asPkcs8(RSA_ALGORITHM, der));
            case "EC PRIVATE KEY" -> pkcs8(asPkcs8(tlv(SEQUENCE, EC_PUBLIC_KEY, curveOf(der)), der));
            default -> throw new InvalidKeyException("keys of the form " + block.group("type") + " are not known");
        };
    }

    private static char[] needed(Optional<String> password) throws InvalidKeyException {
        return password.orElseThrow(
                        () -> new InvalidKeyException("the private key is encrypted; set ingest.tls.key-password"))
                .toCharArray();
    }

    private static PrivateKey pkcs8(byte[] der) throws InvalidKeyException {
        for (String algorithm : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // of another kind, perhaps
            }
        }
        throw new InvalidKeyException("the private key is neither RSA nor EC, or damaged");
    }

    private static byte[] decrypt(byte[] der, char[] password) throws GeneralSecurityException {
        try {
            if (new String(der, StandardCharsets.ISO_8859_1).contains(DES_EDE3_CBC)) {
                return decryptDes3(der, password);
            }
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            // Of PBES2, which is all that is used today, only the parameters know the whole name.
            String algorithm = encrypted.getAlgParameters() == null
                    ? encrypted.getAlgName()
                    : encrypted.getAlgParameters().toString();
            if (!algorithm.startsWith("PBE")) {
                algorithm = encrypted.getAlgName();
            }
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw wrongPassword(e);
        }
    }

    /**
     * PBES2 (RFC 8018, appendix A.4) with triple DES, which the JDK does not know: OpenSSL 3 writes it where it is asked for
     * an encrypted key and for no cipher.
     */
    private static byte[] decryptDes3(byte[] der, char[] password) throws GeneralSecurityException {
        try {
            ByteBuffer info = contentOf(ByteBuffer.wrap(der), SEQUENCE);
            ByteBuffer algorithm = contentOf(info, SEQUENCE);
            byte[] encrypted = bytesOf(info, OCTET_STRING);
            contentOf(algorithm, OBJECT_IDENTIFIER); // of PBES2
            ByteBuffer parameters = contentOf(algorithm, SEQUENCE);
            ByteBuffer derivation = contentOf(parameters, SEQUENCE);
            ByteBuffer cipherAndIv = contentOf(parameters, SEQUENCE);
            contentOf(derivation, OBJECT_IDENTIFIER); // of PBKDF2
            ByteBuffer pbkdf2 = contentOf(derivation, SEQUENCE);
            byte[] salt = bytesOf(pbkdf2, OCTET_STRING);
            int iterations = new BigInteger(bytesOf(pbkdf2, INTEGER)).intValueExact();
            byte[] rest = new byte[pbkdf2.remaining()];
            pbkdf2.get(rest);
            String function = new String(rest, StandardCharsets.ISO_8859_1).contains(HMAC_SHA256) ? "SHA256" : "SHA1";
            contentOf(cipherAndIv, OBJECT_IDENTIFIER);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmac" + function)
                    .generateSecret(new PBEKeySpec(password, salt, iterations, 24 * Byte.SIZE))
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("DESede/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "DESede"),
                    new IvParameterSpec(bytesOf(cipherAndIv, OCTET_STRING)));
            return cipher.doFinal(encrypted);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException
                | ArithmeticException e) {
            throw new InvalidKeyException("the encrypted private key is damaged", e);
        }
    }

    private static byte[] decryptLegacy(byte[] der, String headers, char[] password) throws GeneralSecurityException {
        Matcher info = DEK_INFO.matcher(headers);
        LegacyCipher legacy = info.find() ? LEGACY_CIPHERS.get(info.group("cipher")) : null;
        if (legacy == null) {
            throw new InvalidKeyException("the private key is encrypted in an unknown way; convert it to PKCS#8");
        }
        try {
            byte[] iv = HexFormat.of().parseHex(info.group("iv"));
            byte[] key = legacyKey(password, iv, legacy.keyBytes);
            Cipher cipher = Cipher.getInstance(legacy.transformation);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, legacy.algorithm), new IvParameterSpec(iv));
            return cipher.doFinal(der);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrongPassword(e);
        }
    }

    /** OpenSSL's EVP_BytesToKey with MD5, one round, and the first 8 bytes of the IV as salt. */
    private static byte[] legacyKey(char[] password, byte[] iv, int bytes) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        byte[] previous = {};
        while (key.size() < bytes) {
            md5.update(previous);
            md5.update(new String(password).getBytes(StandardCharsets.UTF_8));
            md5.update(iv, 0, Math.min(8, iv.length));
            previous = md5.digest();
            key.writeBytes(previous);
        }
        return Arrays.copyOf(key.toByteArray(), bytes);
    }

    private static InvalidKeyException wrongPassword(Exception cause) {
        return new InvalidKeyException(
                "the private key cannot be decrypted; is ingest.tls.key-password right? (" + cause.getMessage() + ")",
                cause);
    }

    private static byte[] asPkcs8(byte[] algorithm, byte[] key) {
        return tlv(SEQUENCE, VERSION_0, algorithm, tlv(OCTET_STRING, key));
    }

    /** The object identifier, with tag and length, of the curve that a SEC 1 key names in its field [0]. */
    private static byte[] curveOf(byte[] sec1) throws InvalidKeyException {
        try {
            ByteBuffer key = contentOf(ByteBuffer.wrap(sec1), SEQUENCE);
            while (key.hasRemaining()) {
                int tag = key.get(key.position()) & 0xFF;
                byte[] content = bytesOf(key, tag);
                if (tag == CURVE_PARAMETERS) {
                    return content;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeyException("the EC private key is damaged", e);
        }
        throw new InvalidKeyException("the EC private key does not name its curve; convert it to PKCS#8");
    }

    /** Reads a tag and a length (X.690), skips the content, and returns it. */
    private static ByteBuffer contentOf(ByteBuffer in, int tag) {
        if ((in.get() & 0xFF) != tag) {
            throw new IllegalArgumentException("unexpected tag");
        }
        int length = in.get() & 0xFF;
        if (length > 0x7F) {
            int lengthBytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | in.get() & 0xFF;
            }
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] bytesOf(ByteBuffer in, int tag) {
        ByteBuffer content = contentOf(in, tag);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private static byte[] tlv(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
