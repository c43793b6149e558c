package com.jisu.logs.parsers.nginx;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a line of nginx's error log: {@code 2024/05/06 07:08:09 [error] 12#34: *5 text, client: ...,
 * server: ..., request: "...", host: "..."}. What follows the text is nginx's own, but for what clients put between the
 * quotes; so a client's address counts only where nothing but the next name of nginx's follows it.
 */
final class ErrorLine {

    private static final Pattern HEAD = Pattern.compile(
            "(\\d{4})/(\\d\\d)/(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d) \\[(\\w{1,16})\\] (\\d{1,9})#(\\d{1,9}): (?:\\*(\\d{1,18}) )?");

    private static final String CLIENT = ", client: ";
    private static final String SERVER = ", server: ";
    private static final String REQUEST = ", request: \"";
    private static final String HOST = ", host: \"";

    private static final List<String> BEHIND_SERVER =
            List.of(REQUEST, ", subrequest: \"", ", upstream: \"", HOST, ", login: \"");

    /** The end of a request line: quotes in what a client asked for do not end it. */
    private static final Pattern REQUEST_END = Pattern.compile(" HTTP/\\d(?:\\.\\d)?\"(?:, |$)");

    /** Characters of the longest head; the text after it is of any length. */
    private static final int MAX_HEAD = 128;

    String level;
    long processId;
    long threadId;
    String connectionId;
    String text;
    String client;
    String request;
    String host;
    String referrer;
    int[] localTime;

    boolean scan(byte[] line, int from, int to) {
        if (to - from < 26 || line[from] < '0' || line[from] > '9' || line[from + 4] != '/') {
            return false;
        }
        String all = new String(line, from, to - from, StandardCharsets.UTF_8);
        Matcher head = HEAD.matcher(all).region(0, Math.min(all.length(), MAX_HEAD));
        if (!head.lookingAt()) {
            return false;
        }
        localTime = new int[6];
        for (int i = 0; i < 6; i++) {
            localTime[i] = Integer.parseInt(head.group(i + 1));
        }
        level = head.group(7);
        processId = Long.parseLong(head.group(8));
        threadId = Long.parseLong(head.group(9));
        connectionId = head.group(10);
        text = all.substring(head.end());
        int clientEnd = findClient();
        request = request(clientEnd);
        int requestEnd = request == null ? clientEnd : text.indexOf(request, clientEnd) + request.length();
        host = quoted(HOST, requestEnd);
        referrer = quoted(", referrer: \"", requestEnd);
        return true;
    }

    /** Gives the offset after the client's address in the text, or 0. */
    private int findClient() {
        client = null;
        for (int at = text.indexOf(CLIENT); at >= 0; at = text.indexOf(CLIENT, at + 1)) {
            int from = at + CLIENT.length();
            int to = text.indexOf(", ", from);
            String value = text.substring(from, to < 0 ? text.length() : to);
            boolean last = to < 0 || isServer(to);
            boolean address =
                    !value.isEmpty() && value.length() <= 256 && value.indexOf(' ') < 0 && value.indexOf('"') < 0;
            if (last && address) {
                client = value;
                return to < 0 ? text.length() : to;
            }
        }
        return 0;
    }

    /** Whether nginx names its server here, and behind it nothing, or what it names next. */
    private boolean isServer(int at) {
        if (!text.startsWith(SERVER, at)) {
            return false;
        }
        int to = at + SERVER.length();
        while (to < text.length() && ", \"".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        int end = to;
        return to == text.length() || BEHIND_SERVER.stream().anyMatch(next -> text.startsWith(next, end));
    }

    private String request(int searchFrom) {
        int at = text.indexOf(REQUEST, searchFrom);
        Matcher end = REQUEST_END.matcher(text);
        if (at >= 0 && end.find(at)) {
            return text.substring(at + REQUEST.length(), text.indexOf('"', end.start()));
        }
        return quoted(REQUEST, searchFrom);
    }

    /** What stands in quotes after the name, where the closing quote ends the line or comes before a comma. */
    private String quoted(String name, int searchFrom) {
        int at = text.indexOf(name, searchFrom);
        if (at < 0) {
            return null;
        }
        int from = at + name.length();
        for (int to = text.indexOf('"', from); to >= 0; to = text.indexOf('"', to + 1)) {
            if (to + 1 == text.length() || text.startsWith(", ", to + 1)) {
                return text.substring(from, to);
            }
        }
        return null;
    }
}
