package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.json.Leaf;

/**
 * A line as containerd and CRI-O write it (Kubernetes' CRI log format): a time, {@code stdout} or {@code stderr}, tags
 * of which the first is {@code F} for a whole line or {@code P} for a part of one, and the text.
 */
final class CriLine {

    private static final int STREAM_LENGTH = 6;

    private CriLine() {}

    /** Where the text begins, or -1 if it is no such line. */
    static int textFrom(byte[] line, int to) {
        int stream = timeEnd(line, to) + 1;
        if (stream <= 1 || to - stream < STREAM_LENGTH + 2) {
            return -1;
        }
        boolean out = matches(line, stream, "stdout ");
        boolean err = matches(line, stream, "stderr ");
        int tag = stream + STREAM_LENGTH + 1;
        if (!out && !err || line[tag] != 'F' && line[tag] != 'P') {
            return -1;
        }
        int end = tag + 1;
        while (end < to && line[end] == ':' || end < to && line[end] > ' ' && end > tag + 1) {
            end++;
        }
        if (end == to) {
            return to;
        }
        return line[end] == ' ' ? end + 1 : -1;
    }

    static int timeEnd(byte[] line, int to) {
        int end = 0;
        while (end < to && end <= 40 && line[end] != ' ') {
            end++;
        }
        return end < to && line[end] == ' ' ? end : 0;
    }

    static Leaf stream(byte[] line, int to) {
        int from = timeEnd(line, to) + 1;
        return Leaf.text(line, from, from + STREAM_LENGTH);
    }

    /** Whether the text goes on in the next line of the stream. */
    static boolean isCut(byte[] line, int to) {
        return line[timeEnd(line, to) + 1 + STREAM_LENGTH + 1] == 'P';
    }

    private static boolean matches(byte[] line, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (line[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
