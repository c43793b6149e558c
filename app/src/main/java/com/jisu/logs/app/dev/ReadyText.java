package com.jisu.logs.app.dev;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.LogType;
import java.util.List;
import java.util.Optional;

/**
 * What {@code dev} says when all of it runs: where it is, and what to try.
 *
 * @param beats host and port
 * @param kafka host and port
 * @param search the server's name
 * @param searchUrl and where it is
 * @param indices what holds the documents, as a search names it
 * @param adminPort of the live page
 */
record ReadyText(String beats, String kafka, String search, String searchUrl, String indices, int adminPort) {

    private static final String DEFAULT_BEATS = "localhost:5044";

    /** @param types those that the rules are for */
    String text(TlsSettings.Keys tls, List<String> types) {
        String to = beats.equals(DEFAULT_BEATS) ? "" : " --to " + beats;
        // Whoever trusts the certificate itself needs no authority.
        String trust = tls.certificate().map(file -> " --ca " + file).orElse("");
        String identity = tls.clientAuth() == TlsSettings.ClientAuth.REQUIRED ? " --certificate YOURS --key YOURS" : "";
        Optional<String> own = types.stream()
                .filter(type -> !LogType.names().contains(type))
                .findFirst()
                .map(ReadyText::word);
        return """
                jisu-logs is ready.
                  Beats input      %s
                  Kafka            %s
                  %-16s %s
                  Live page        http://localhost:%d
                Parsed events appear here. Try in another terminal:
                  ./jisu-logs send%s%s%s --type %s
                  curl '%s%s'
                Ctrl-C stops it.
                """.formatted(
                        beats,
                        kafka,
                        search,
                        searchUrl,
                        adminPort,
                        to,
                        trust,
                        identity,
                        own.map(type -> type + " FILE").orElse("nginx samples/nginx-access.log"),
                        searchUrl,
                        // rules may send them to indices of any name
                        own.isPresent()
                                ? "/_search?pretty"
                                : "/" + indices + "/_search?q=http.response.status_code:500&pretty");
    }

    /** As a shell takes it. */
    private static String word(String text) {
        return text.matches("[\\w.-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
