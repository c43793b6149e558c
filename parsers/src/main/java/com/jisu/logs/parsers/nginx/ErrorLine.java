package com.jisu.logs.parsers.nginx;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a line of nginx's error log: {@code 2024/05/06 07:08:09 [error] 12#34: *5 text, client: ...,
 * server: ..., request: "...", host: "..."}. The text may have several lines, and nginx cuts all behind 2,048 bytes. What
 * it says while it starts has neither time nor process: {@code nginx: [emerg] text}.
 */
final class ErrorLine {

    private static final Pattern HEAD = Pattern.compile(
            "(\\d{4})/(\\d\\d)/(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d) \\[(\\w{1,16})\\] (\\d{1,9})#(\\d{1,9}): (?:\\*(\\d{1,18}) )?");

    private static final Pattern START = Pattern.compile("nginx: \\[(\\w{1,16})\\] ");

    /** Characters of the longest head; the text after it is of any length. */
    private static final int MAX_HEAD = 128;

    final ErrorTail tail = new ErrorTail();
    String level;
    long processId;
    long threadId;
    String connectionId;
    String text;

    /** Year, month, day, hour, minute, second; null where the line has no time. */
    int[] localTime;

    boolean scan(byte[] line, int from, int to) {
        if (!mayBe(line, from, to)) {
            return false;
        }
        String all = new String(line, from, to - from, StandardCharsets.UTF_8);
        return line[from] == 'n' ? scanStart(all) : scanLine(all);
    }

    private static boolean mayBe(byte[] line, int from, int to) {
        if (to - from < 12) {
            return false;
        }
        boolean dated = line[from] >= '0' && line[from] <= '9' && line[from + 4] == '/' && to - from >= 26;
        return dated || line[from] == 'n' && line[from + 5] == ':' && line[from + 7] == '[';
    }

    private boolean scanStart(String all) {
        Matcher head = START.matcher(all);
        if (!head.lookingAt()) {
            return false;
        }
        localTime = null;
        level = head.group(1);
        connectionId = null;
        text = all.substring(head.end());
        tail.clear();
        return true;
    }

    private boolean scanLine(String all) {
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
        tail.scan(text);
        return true;
    }
}
