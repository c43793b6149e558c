package com.jisu.logs.app.admin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/**
 * What was asked of the admin port.
 *
 * @param path decoded, without the query
 * @param parameters of the query, decoded
 * @param headers names in any case
 */
public record Request(String path, Map<String, List<String>> parameters, HttpHeaders headers) {

    /** @throws IllegalArgumentException where the address is not encoded as it should be */
    static Request of(String uri, HttpHeaders headers) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new Request(decoder.path(), decoder.parameters(), headers);
    }

    /** The first value of a parameter, or the empty string. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, List.of("")).get(0);
    }

    /** The value of a header, or the empty string. */
    public String header(String name) {
        return headers.get(name, "");
    }
}
