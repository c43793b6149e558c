package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import java.util.Arrays;

/**
 * Pairs in a line's tail that are about parts which the line has in places of their own: they say the same again, or what is missing
 * there. Used by one thread.
 */
final class SaidAgain {

    private static final String VERSION = "HTTP/";

    /** Digits of the longest number. */
    private static final int MAX_DIGITS = 18;

    private static final int STATUS_DIGITS = 3;

    private final AccessLine access;
    private final LogTime logTime = new LogTime();
    private final Moment time = new Moment();
    private final Moment other = new Moment();
    private byte[] line;

    /** @param access has scanned the lines */
    SaidAgain(AccessLine access) {
        this.access = access;
    }

    void begin(byte[] text) {
        line = text;
    }

    /** Whether nothing of the value is left to keep: the line says the same, or has it from here on. */
    boolean take(AccessKey key, int from, int to) {
        return switch (key) {
            case CLIENT -> isSame(access.client, from, to);
            case CLIENT_PORT -> fillNumber(access.port, from, to, MAX_DIGITS);
            case USER -> fill(access.user, from, to);
            case REQUEST -> isRequest(from, to);
            case METHOD -> isSame(access.request.method, from, to);
            case TARGET -> isSame(access.request.url, from, to) || isSame(access.request.path, from, to);
            case QUERY -> isSame(access.request.query, line[from] == '?' ? from + 1 : from, to);
            case PROTOCOL -> isVersion(from, to);
            case STATUS -> fillNumber(access.status, from, to, STATUS_DIGITS);
            case BODY_BYTES -> fillNumber(access.bytes, from, to, MAX_DIGITS);
            case SERVER -> isServer(from, to) || access.takeServer(from, to);
            case SCHEME -> fill(access.request.scheme, from, to);
            case REFERRER -> fill(access.referrer, from, to);
            case USER_AGENT -> fill(access.agent, from, to);
            case TIME -> isTime(from, to);
            default -> false;
        };
    }

    private boolean isSame(Part part, int from, int to) {
        return part.isPresent() && Arrays.equals(line, part.from, part.to, line, from, to);
    }

    private boolean fill(Part part, int from, int to) {
        if (!part.isPresent()) {
            part.set(from, to);
        }
        return isSame(part, from, to);
    }

    private boolean fillNumber(Part part, int from, int to, int maxDigits) {
        return AccessValues.isWhole(line, from, to) && to - from <= maxDigits && fill(part, from, to);
    }

    private boolean isRequest(int from, int to) {
        Part method = access.request.method;
        Part last = access.request.version.isPresent() ? access.request.version : access.request.url;
        return method.isPresent() && Arrays.equals(line, method.from, last.to, line, from, to);
    }

    private boolean isVersion(int from, int to) {
        int number = from + VERSION.length();
        boolean named = number < to && AccessValues.isText(line, from, number, VERSION);
        return isSame(access.request.version, named ? number : from, to);
    }

    private boolean isServer(int from, int to) {
        Part port = access.domainPort;
        return access.domain.isPresent()
                && Arrays.equals(
                        line, access.domain.from, port.isPresent() ? port.to : access.domain.to, line, from, to);
    }

    private boolean isTime(int from, int to) {
        return logTime.parse(line, from, to, LocalZone.UTC, other) && access.getTime(time) && other.isSame(time);
    }
}
