package com.jisu.logs.records.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads the private key, RSA or EC, of a PEM file: PKCS#8 (RFC 5958), plain or encrypted in a way that the JDK knows, PKCS#1
 * (RFC 8017) and SEC 1 (RFC 5915). For any other form it names the command that makes the first of them.
 */
final class PemPrivateKey {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<type>[A-Z ]*PRIVATE KEY)-----\\s*(?<headers>(?:[\\w-]+: .*\\s+)*)(?<base64>[\\w+/=\\s]+)-----END");

    /** Takes each form that OpenSSL has ever written, and asks for the passwords. */
    private static final String CONVERSION = "openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.key -out new.key";

    private static final String DECRYPTION = "openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key";

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    // AlgorithmIdentifier of rsaEncryption, and the object identifier of ecPublicKey
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE_PARAMETERS = 0xA0;

    private PemPrivateKey() {}

    /**
     * Reads the first private key, which may be encrypted.
     *
     * @param passwordKey the configuration key of the password, for messages
     * @throws GeneralSecurityException if there is none, or it cannot be read; the message says why
     */
    static PrivateKey read(byte[] pem, String passwordKey, Optional<String> password) throws GeneralSecurityException {
        Matcher block = firstBlock(pem);
        if (!isEncrypted(block)) {
            return plain(block);
        }
        char[] secret = password.orElseThrow(
                        () -> new InvalidKeyException("the private key is encrypted; set " + passwordKey))
                .toCharArray();
        return pkcs8(decrypt(der(block), secret, passwordKey));
    }

    /**
     * Reads the first private key, which must not be encrypted.
     *
     * @throws GeneralSecurityException if there is none, or it cannot be read; the message says why
     */
    static PrivateKey read(byte[] pem) throws GeneralSecurityException {
        Matcher block = firstBlock(pem);
        if (isEncrypted(block)) {
            throw new InvalidKeyException("the private key is encrypted; decrypt it with " + DECRYPTION);
        }
        return plain(block);
    }

    /** Whether a certificate is of this key: what the one signs, the other confirms. */
    static boolean belongsTo(PrivateKey key, X509Certificate certificate) {
        byte[] text = {1};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of two kinds
        }
    }

    private static Matcher firstBlock(byte[] pem) throws InvalidKeyException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidKeyException("there is no private key in PEM form");
        }
        if (block.group("headers").contains("ENCRYPTED")) { // RFC 1421, with MD5 of the password as the key
            throw convertible("it is encrypted as before PKCS#8", null);
        }
        return block;
    }

    private static boolean isEncrypted(Matcher block) {
        return block.group("type").equals("ENCRYPTED PRIVATE KEY");
    }

    private static byte[] der(Matcher block) throws InvalidKeyException {
        try {
            return Base64.getMimeDecoder().decode(block.group("base64"));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("the private key is no base64 text", e);
        }
    }

    private static PrivateKey plain(Matcher block) throws InvalidKeyException {
        byte[] der = der(block);
        return switch (block.group("type")) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "RSA PRIVATE KEY" -> pkcs8(asPkcs8(RSA_ALGORITHM, der));
            case "EC PRIVATE KEY" -> pkcs8(asPkcs8(tlv(SEQUENCE, EC_PUBLIC_KEY, curveOf(der)), der));
            default -> throw new InvalidKeyException("keys of the form " + block.group("type") + " are not known");
        };
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

    private static byte[] decrypt(byte[] der, char[] password, String passwordKey) throws GeneralSecurityException {
        try {
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
        } catch (IOException | NoSuchAlgorithmException e) {
            throw convertible("Java does not know how it is encrypted: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException(
                    "the private key cannot be decrypted; is " + passwordKey + " right? (" + e.getMessage() + ")", e);
        }
    }

    private static InvalidKeyException convertible(String why, Exception cause) {
        return new InvalidKeyException(
                "the private key is in a form that is not read (" + why + "); convert it with " + CONVERSION, cause);
    }

    private static byte[] asPkcs8(byte[] algorithm, byte[] key) {
        return tlv(SEQUENCE, VERSION_0, algorithm, tlv(OCTET_STRING, key));
    }

    /** The object identifier, with tag and length, of the curve that a SEC 1 key names in its field [0]. */
    private static byte[] curveOf(byte[] sec1) throws InvalidKeyException {
        try {
            ByteBuffer key = contentOf(ByteBuffer.wrap(sec1));
            while (key.hasRemaining()) {
                int tag = key.get(key.position()) & 0xFF;
                ByteBuffer field = contentOf(key);
                if (tag == CURVE_PARAMETERS) {
                    byte[] curve = new byte[field.remaining()];
                    field.get(curve);
                    return curve;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeyException("the EC private key is damaged", e);
        }
        throw convertible("it does not name its curve", null);
    }

    /** Skips a tag, a length (X.690) and the content, and returns that. */
    private static ByteBuffer contentOf(ByteBuffer in) {
        in.get();
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
