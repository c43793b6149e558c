package com.jisu.logs.benchmarks;

import java.util.List;

/**
 * JSON pointers of a tool's documents. One fact of the nginx line is empty where the tool is known to lose it.
 *
 * @param nginx of a line's client, method, path, status, bytes and user agent
 * @param application of the level, the message and the duration
 * @param docker the same of what is inside an envelope; empty where the tool leaves it as text
 * @param geoip of the client's country; empty where the tool looks none up
 */
record DocumentNames(List<String> nginx, List<String> application, List<String> docker, String geoip) {

    static final DocumentNames JISU_LOGS = new DocumentNames(
            List.of(
                    "/source/address",
                    "/http/request/method",
                    "/url/original",
                    "/http/response/status_code",
                    "/http/response/body/bytes",
                    "/user_agent/original"),
            List.of("/log/level", "/message", "/duration_ms"),
            List.of("/log/level", "/message", "/duration_ms"),
            "/source/geo/country_iso_code");

    static final DocumentNames RSYSLOG = new DocumentNames(
            List.of("/clientip", "/verb", "/request", "/response", "/bytes", "/agent"),
            List.of("/level", "/message", "/duration_ms"),
            List.of("/level", "/message", "/duration_ms"),
            "");

    static final DocumentNames SYSLOG_NG = new DocumentNames(
            List.of(
                    "/nginx/clientip",
                    "/nginx/verb",
                    "/nginx/request",
                    "/nginx/response",
                    "/nginx/bytes",
                    "/nginx/agent"),
            List.of("/level", "/message", "/duration_ms"),
            List.of("/level", "/message", "/duration_ms"),
            "/geoip/country/iso_code");

    /** Beats' own agent is in the way of the user agent, and the application's JSON inside Docker's is never read. */
    static final DocumentNames LOGSTASH = new DocumentNames(
            List.of("/clientip", "/verb", "/request", "/response", "/bytes", ""),
            List.of("/level", "/message", "/duration_ms"),
            List.of(),
            "/geoip/country_code2");
}
