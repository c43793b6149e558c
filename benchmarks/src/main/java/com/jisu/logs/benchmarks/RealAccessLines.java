package com.jisu.logs.benchmarks;

import static com.jisu.logs.benchmarks.RealLines.object;
import static com.jisu.logs.benchmarks.RealLines.rotated;
import static com.jisu.logs.benchmarks.RealLines.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Access lines in JSON, as web servers and proxies write them. Not thread-safe. */
final class RealAccessLines {

    private static final DateTimeFormatter ISO = formatter("yyyy-MM-dd'T'HH:mm:ss'+00:00'");
    private static final DateTimeFormatter HAPROXY = formatter("dd/MMM/yyyy:HH:mm:ss.SSS");

    private final Random random;
    private final Requests requests;

    RealAccessLines(Random random) {
        this.random = random;
        this.requests = new Requests(random);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    String next(RealLine kind, Instant time) {
        Requests.Request request = requests.next();
        return switch (kind) {
            case NGINX_JSON -> nginx(request, time);
            case NGINX_ELK -> elk(request, time);
            case INGRESS_JSON -> ingress(request, time);
            case HAPROXY -> haproxy(request, time);
            default -> caddy(request, time);
        };
    }

    /** With {@code escape=json}: what is missing is empty, and one request of four has no upstream. */
    private String nginx(Requests.Request request, Instant time) {
        boolean upstream = random.nextInt(4) > 0;
        return object(
                text("time", ISO.format(time)),
                text("remote_addr", request.client()),
                text("request_id", hex() + hex()),
                text("host", "shop.example"),
                text("request_method", request.method()),
                text("request_uri", request.target()),
                text("server_protocol", "HTTP/1.1"),
                "\"status\":" + request.status(),
                "\"body_bytes_sent\":" + request.bytes(),
                "\"request_time\":" + seconds(),
                text("upstream_addr", upstream ? "10.0.3." + random.nextInt(9) + ":8080" : ""),
                text("upstream_status", upstream ? "" + request.status() : ""),
                text("upstream_response_time", upstream ? seconds() : ""),
                text("http_referer", request.referrer()),
                text("http_user_agent", request.userAgent()),
                text("http_x_forwarded_for", ""));
    }

    /** The format that guides for Logstash have. */
    private String elk(Requests.Request request, Instant time) {
        boolean upstream = random.nextInt(4) > 0;
        return object(
                text("@timestamp", ISO.format(time)),
                text("host", "10.0.0.7"),
                text("clientip", request.client()),
                "\"size\":" + request.bytes(),
                "\"responsetime\":" + seconds(),
                text("upstreamtime", upstream ? seconds() : "-"),
                text("upstreamhost", upstream ? "10.0.3." + random.nextInt(9) + ":8080" : "-"),
                text("http_host", "shop.example"),
                text("url", request.target()),
                text("domain", "shop.example"),
                text("xff", "-"),
                text("referer", request.referrer()),
                text("agent", request.userAgent()),
                text("status", "" + request.status()));
    }

    private String ingress(Requests.Request request, Instant time) {
        return object(
                text("time", ISO.format(time)),
                text("remote_addr", request.client()),
                text("x_forwarded_for", request.client()),
                text("request_id", hex() + hex()),
                text("remote_user", ""),
                "\"bytes_sent\":" + request.bytes(),
                "\"request_time\":" + seconds(),
                "\"status\":" + request.status(),
                text("vhost", "shop.example"),
                text("request_proto", "HTTP/2.0"),
                text("path", request.path()),
                text("request_query", request.query()),
                "\"request_length\":" + random.nextInt(2_000),
                text("method", request.method()),
                text("http_referrer", request.referrer()),
                text("http_user_agent", request.userAgent()),
                text("proxy_upstream_name", "shop-web-80"),
                text("upstream_addr", "10.0.3." + random.nextInt(9) + ":8080"),
                text("upstream_response_time", seconds()),
                text("upstream_status", "" + request.status()));
    }

    private String haproxy(Requests.Request request, Instant time) {
        return object(
                text("time", HAPROXY.format(time)),
                text("client_ip", request.client()),
                "\"client_port\":" + (10_000 + random.nextInt(50_000)),
                text("frontend", "web"),
                text("backend", "app"),
                text("server", "s" + random.nextInt(4)),
                "\"status\":" + request.status(),
                "\"bytes_sent\":" + request.bytes(),
                "\"request_length\":" + random.nextInt(2_000),
                text("method", request.method()),
                text("uri", request.target().replace("/", "\\/")),
                text("protocol", "HTTP/1.1"),
                text("host", "shop.example"),
                text("termination_state", "----"),
                "\"Tq\":0,\"Tw\":0,\"Tc\":0,\"Tr\":" + random.nextInt(200),
                "\"Tt\":" + random.nextInt(3_000),
                "\"retries\":0",
                text("user_agent", request.userAgent().replace("/", "\\/")),
                text("referer", request.referrer().replace("/", "\\/")));
    }

    /** Headers in the turns in which Go goes through maps of up to eight. */
    private String caddy(Requests.Request request, Instant time) {
        boolean failed = request.status() >= 500;
        String headers = rotated(
                random,
                list("User-Agent", request.userAgent()),
                list("Accept", "*/*"),
                list("Accept-Encoding", "gzip, deflate, br"),
                list("Referer", request.referrer()));
        String tls = "\"tls\":{\"resumed\":false,\"version\":772,\"cipher_suite\":4865,\"proto\":\"h2\","
                + "\"server_name\":\"shop.example\"}";
        String responseHeaders = rotated(
                random,
                list("Server", "Caddy"),
                list("Content-Type", "text/html; charset=utf-8"),
                list("Content-Length", "" + request.bytes()));
        return object(
                text("level", failed ? "error" : "info"),
                "\"ts\":" + time.getEpochSecond() + '.' + (1_000_000 + time.getNano() / 1_000),
                text("logger", "http.log.access.log0"),
                text("msg", "handled request"),
                "\"request\":"
                        + object(
                                text("remote_ip", request.client()),
                                text("remote_port", "" + (10_000 + random.nextInt(50_000))),
                                text("client_ip", request.client()),
                                text("proto", "HTTP/2.0"),
                                text("method", request.method()),
                                text("host", "shop.example"),
                                text("uri", request.target()),
                                "\"headers\":" + headers,
                                tls),
                "\"bytes_read\":0",
                text("user_id", ""),
                "\"duration\":" + seconds() + (100_000 + random.nextInt(900_000)),
                "\"size\":" + request.bytes(),
                "\"status\":" + request.status(),
                "\"resp_headers\":" + responseHeaders);
    }

    private static String list(String name, String value) {
        return '"' + name + "\":[\"" + value + "\"]";
    }

    private String seconds() {
        return random.nextInt(3) + "." + (100 + random.nextInt(900));
    }

    private String hex() {
        return String.format("%016x", random.nextLong());
    }
}
