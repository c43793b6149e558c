package com.jisu.logs.ingest;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of TLS, made from the defaults by what is different in a test. They are made as those of a configuration are, so that an
 * option that no test here sets needs nothing of this class.
 */
public final class TestTls {

    private final Map<String, Object> values;
    private final TlsSettings made;

    private TestTls(Map<String, Object> values) {
        this.values = values;
        this.made = TlsSettings.of(keys(values)).orElseThrow();
    }

    /** TLS 1.2 and 1.3 without client certificates, files looked at every 30 s. */
    public static TestTls of(Path certificate, Path key) {
        return new TestTls(Map.of(
                "certificate", Optional.ofNullable(certificate),
                "key", Optional.ofNullable(key),
                "clientAuth", ClientAuth.NONE,
                "protocols", List.of("TLSv1.3", "TLSv1.2"),
                "reload", Duration.ofSeconds(30)));
    }

    public TestTls withKeyPassword(String password) {
        return with(Map.of("keyPassword", Optional.of(password)));
    }

    /** With clients that show certificates of these roots (null for none), and of one of these names if there are any. */
    public TestTls withClients(ClientAuth auth, Path ca, List<String> names) {
        return with(Map.of(
                "clientAuth",
                auth,
                "clientCa",
                Optional.ofNullable(ca),
                "clientNames",
                Optional.of(List.copyOf(names))));
    }

    public TestTls withProtocols(String... protocols) {
        return with(Map.of("protocols", List.of(protocols)));
    }

    public TestTls withReload(Duration reload) {
        return with(Map.of("reload", reload));
    }

    private TestTls with(Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(values);
        all.putAll(others);
        return new TestTls(all);
    }

    /** A configuration that says nothing but these, by the names of the methods. */
    private static TlsSettings.Keys keys(Map<String, Object> values) {
        return (TlsSettings.Keys) Proxy.newProxyInstance(
                TestTls.class.getClassLoader(), new Class<?>[] {TlsSettings.Keys.class}, (proxy, key, arguments) -> {
                    Object value = values.get(key.getName());
                    return value == null ? unset(key.getReturnType()) : value;
                });
    }

    private static Object unset(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == boolean.class) {
            return false;
        }
        throw new AssertionError("a default for an option that is a " + type.getSimpleName());
    }

    public TlsSettings made() {
        return made;
    }

    public Path certificate() {
        return made.certificate();
    }

    public Path key() {
        return made.key();
    }
}
