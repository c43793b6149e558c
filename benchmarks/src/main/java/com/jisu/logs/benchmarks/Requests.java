package com.jisu.logs.benchmarks;

import java.util.List;
import java.util.Random;

/** Requests to a web server, made up one by one. Not thread-safe. */
final class Requests {

    private static final List<String> METHODS = List.of("GET", "GET", "GET", "GET", "POST", "PUT", "HEAD", "DELETE");
    private static final int[] STATUSES = {200, 200, 200, 200, 200, 204, 301, 304, 400, 403, 404, 404, 499, 500, 502};
    private static final List<String> PATHS = List.of(
            "/", "/index.html", "/api/v1/orders/", "/api/v1/products/", "/static/app.", "/login", "/search", "/img/");

    private final Random random;

    Requests(Random random) {
        this.random = random;
    }

    /** What is known of one request. */
    record Request(
            String client,
            String method,
            String path,
            String query,
            int status,
            int bytes,
            String referrer,
            String userAgent) {

        String target() {
            return path + '?' + query;
        }
    }

    Request next() {
        String path = pick(PATHS) + Integer.toHexString(random.nextInt(100_000));
        String client = publicAddress();
        String method = pick(METHODS);
        String query = "session=" + Long.toHexString(random.nextLong());
        int status = STATUSES[random.nextInt(STATUSES.length)];
        int bytes = random.nextInt(100_000);
        return new Request(client, method, path, query, status, bytes, "https://shop.example.com" + path, userAgent());
    }

    private String publicAddress() {
        int first;
        do {
            first = 1 + random.nextInt(222);
        } while (first == 10 || first == 127 || first == 172 || first == 192 || first == 169 || first == 100);
        return first + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + (1 + random.nextInt(254));
    }

    private String userAgent() {
        int version = 90 + random.nextInt(60);
        return switch (random.nextInt(4)) {
            case 0 ->
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + version
                        + ".0.0.0 Safari/537.36";
            case 1 -> "Mozilla/5.0 (X11; Linux x86_64; rv:" + version + ".0) Gecko/20100101 Firefox/" + version + ".0";
            case 2 ->
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_" + version % 7 + " like Mac OS X) AppleWebKit/605.1.15"
                        + " (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
            default -> "curl/7." + version + ".0";
        };
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
