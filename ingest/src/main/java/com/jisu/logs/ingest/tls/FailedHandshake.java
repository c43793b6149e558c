package com.jisu.logs.ingest.tls;

import java.util.List;
import java.util.Locale;

/** Says in the operator's words why a TLS handshake failed, as far as the library's text tells. */
final class FailedHandshake {

    private static final String TRUST = "the certificate of this server; the certificate_authorities of its"
            + " output.logstash must have the authority that issued ingest.tls.certificate";

    /** The first that has one of its texts in the library's is taken. */
    private static final List<Reason> REASONS = List.of(
            new Reason(List.of("unknown_ca"), "it does not trust " + TRUST),
            new Reason(
                    List.of("certificate_unknown", "bad_certificate"), // for some that is whatever is wrong with it
                    "it did not accept " + TRUST + ", and the certificate the name in its hosts, and not be expired"),
            new Reason(
                    List.of("bad_packet_length"), // what BoringSSL makes of an alert that comes unencrypted in TLS 1.3
                    "most likely it does not trust " + TRUST),
            new Reason(
                    List.of("notafter: "),
                    "its certificate, or one between that and ingest.tls.client-ca, has expired; renew it"),
            new Reason(
                    List.of("notbefore: "),
                    "its certificate, or one between that and ingest.tls.client-ca, is not valid yet;"
                            + " are the clocks right?"),
            new Reason(
                    List.of("unable to find valid certification path", "path does not chain with any of the trust"),
                    "its certificate was issued by no authority in ingest.tls.client-ca"),
            new Reason(
                    List.of("peer_did_not_return_a_certificate", "empty client certificate chain"),
                    "it showed no certificate, which ingest.tls.client-auth requires; set certificate and key in the ssl of"
                            + " its output.logstash, of an authority in ingest.tls.client-ca: many do not show others"),
            new Reason(
                    List.of(
                            "unsupported_protocol",
                            "is not enabled or supported in server context",
                            "supported protocol versions"),
                    "it offers no version of TLS that ingest.tls.protocols allows"));

    private record Reason(List<String> texts, String sentence) {
        boolean isOf(String text) {
            return texts.stream().anyMatch(text::contains);
        }
    }

    private FailedHandshake() {}

    /** A reason and what to do, the library's text behind it; that text alone where it tells nothing known. */
    static String explain(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        return REASONS.stream()
                .filter(reason -> reason.isOf(lowerCase))
                .findFirst()
                .map(reason -> reason.sentence + " (" + text + ")")
                .orElse(text);
    }
}
