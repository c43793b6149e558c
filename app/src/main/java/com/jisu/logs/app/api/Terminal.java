package com.jisu.logs.app.api;

/**
 * What the program knows of the terminal it writes to.
 *
 * <p>The launcher tells whether stdout and stderr are terminals: Java itself can not tell them apart before JDK 22.
 */
public final class Terminal {

    private Terminal() {}

    /** Whether stdout is a terminal that shows colours ({@code NO_COLOR} unset, see no-color.org). */
    public static boolean stdoutHasColours() {
        return Boolean.getBoolean("jisu.logs.stdout.terminal") && System.getenv("NO_COLOR") == null;
    }

    /** Whether stderr is a terminal, where a progress line can be drawn over itself. */
    public static boolean stderrIsTerminal() {
        return Boolean.getBoolean("jisu.logs.stderr.terminal");
    }

    /**
     * The text with its control characters made visible: a log line must not move the cursor or change the colours of
     * the terminal that shows it. Tabs stay; a line break becomes {@code ⏎}.
     */
    public static String printable(String text) {
        int at = 0;
        while (at < text.length() && !isControl(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                safe.append('⏎');
            } else if (isControl(c)) {
                safe.append(String.format("\\x%02x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** How many characters {@link #printable} makes of one. */
    public static int width(char c) {
        return c != '\n' && isControl(c) ? 4 : 1;
    }

    private static boolean isControl(char c) {
        return c < 0x20 && c != '\t' || c >= 0x7f && c < 0xa0;
    }
}
