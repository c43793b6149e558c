package com.jisu.logs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jisu.logs.ingest.api.TlsSettings.ClientAuth;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of TLS share: authorities, a certificate of the server, and clients. */
abstract class RealTlsTest extends RealKafkaTest {

    static final byte[] EVENT = "{\"message\":\"secret\"}".getBytes(UTF_8);

    static TestAuthority authority;
    static TestAuthority otherAuthority;
    static X509Bundle serverCertificate;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority("the CA");
        otherAuthority = new TestAuthority("another CA");
        serverCertificate = authority.server();
    }

    TestTls tls() throws IOException {
        return TestAuthority.write(serverCertificate, folder);
    }

    TestTls tls(ClientAuth auth, String... names) throws IOException {
        return tls().withClients(auth, authority.writeRoot(folder.resolve("ca.pem")), List.of(names));
    }

    SSLSocket socket(SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port());
    }

    RawClient client(X509Bundle certificate) throws Exception {
        return new RawClient(socket(authority.clientContext(certificate)));
    }

    void assertTakesWindows(RawClient client) throws IOException {
        client.send(Frames.filebeatWindow(3, EVENT)).readUntil("2A 1");
    }
}
