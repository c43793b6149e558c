package com.jisu.logs.parsers.nginx;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nginx puts behind the text of an error: {@code , client: ..., server: ..., request: "...", upstream: "...", host: "...",
 * referrer: "..."}. The text, and what is between the quotes, may be made up by others to look just so; what nginx itself has
 * written is the last that goes to the line's end, be that cut.
 */
final class ErrorTail {

    private static final String CLIENT = ", client: ";
    private static final String SERVER = ", server: ";

    /** In nginx's order, each in quotes. */
    private static final List<String> QUOTED = List.of(
            ", request: \"", ", subrequest: \"", ", upstream: \"", ", host: \"", ", login: \"", ", referrer: \"");

    /** What a proxied connection has at its end. */
    private static final String TRAFFIC = ", bytes from/to ";

    /** The end of a request line: quotes in what a client asked for do not end it. */
    private static final Pattern REQUEST_END = Pattern.compile(" HTTP/\\d(?:\\.\\d)?\"(?:, |$)");

    /** A request that nginx has understood. */
    private static final Pattern REQUEST = Pattern.compile("[A-Z_-]{1,32} \\S+(?: HTTP/\\d(?:\\.\\d)?)?");

    private static final int MAX_CLIENT = 256;

    /** Places where a tail may begin, from the end, that are tried. */
    private static final int MAX_TRIES = 32;

    String client;
    String server;

    private final String[] quoted = new String[QUOTED.size()];
    private String text;
    private int at;

    void clear() {
        client = null;
        server = null;
        Arrays.fill(quoted, null);
    }

    String request() {
        return quoted[0];
    }

    String upstream() {
        return quoted[2];
    }

    String host() {
        return quoted[3];
    }

    String referrer() {
        return quoted[5];
    }

    void scan(String newText) {
        text = newText;
        int complete = -1;
        int begin = text.lastIndexOf(CLIENT);
        for (int tries = 0; begin >= 0 && tries < MAX_TRIES; tries++) {
            if (read(begin)) {
                if (request() == null || REQUEST.matcher(request()).matches()) {
                    return;
                }
                complete = complete < 0 ? begin : complete;
            }
            begin = text.lastIndexOf(CLIENT, begin - 1);
        }
        if (complete < 0) {
            clear();
        } else {
            read(complete);
        }
    }

    /** Whether a tail begins here which goes to the end. */
    private boolean read(int begin) {
        clear();
        at = begin + CLIENT.length();
        String value = word();
        boolean address = !value.isEmpty() && value.length() <= MAX_CLIENT;
        if (!address || value.indexOf(' ') >= 0 || value.indexOf('"') >= 0) {
            return false;
        }
        client = value;
        if (text.startsWith(SERVER, at)) {
            at += SERVER.length();
            server = word();
            if (server.indexOf(' ') >= 0 || server.indexOf('"') >= 0) {
                return false;
            }
        }
        for (int i = 0; i < quoted.length; i++) {
            if (text.startsWith(QUOTED.get(i), at)) {
                at += QUOTED.get(i).length();
                quoted[i] = i == 0 ? request(at) : quoted(at);
            }
        }
        return at == text.length() || text.startsWith(TRAFFIC, at) || isCutName();
    }

    /** Up to a comma and a blank. */
    private String word() {
        int from = at;
        int comma = text.indexOf(", ", from);
        at = comma < 0 ? text.length() : comma;
        return text.substring(from, at);
    }

    private String request(int from) {
        Matcher end = REQUEST_END.matcher(text);
        if (end.find(from)) {
            int quote = text.indexOf('"', end.start());
            at = quote + 1;
            return text.substring(from, quote);
        }
        return quoted(from);
    }

    /** Up to a quote behind which the line ends, or goes on with another name; or to where the line was cut. */
    private String quoted(int from) {
        for (int quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
            if (isEnd(quote + 1)) {
                at = quote + 1;
                return text.substring(from, quote);
            }
        }
        at = text.length();
        return text.substring(from);
    }

    private boolean isEnd(int behind) {
        return behind == text.length()
                || text.startsWith(TRAFFIC, behind)
                || QUOTED.stream().anyMatch(name -> text.startsWith(name, behind));
    }

    /** Whether all that is left is the beginning of a name. */
    private boolean isCutName() {
        String left = text.substring(at, Math.min(text.length(), at + TRAFFIC.length()));
        boolean any = text.length() - at < TRAFFIC.length();
        return any && (SERVER.startsWith(left) || QUOTED.stream().anyMatch(name -> name.startsWith(left)));
    }
}
