package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Leaf;
import java.util.HashMap;
import java.util.Map;

/** Words that loggers and servers write for levels, in upper or lower case, each with the one that documents have. */
public final class LevelWords {

    private static final String[][] SPELLINGS = {
        {"trace", "finest", "finer", "silly", "verbose", "all"},
        {"trace", "trace1", "trace2", "trace3", "trace4", "trace5", "trace6", "trace7", "trace8"},
        {"debug", "fine", "config"},
        {"info", "information", "informational", "log", "http", "default"},
        {"notice"},
        {"warn", "warning"},
        {"error", "err", "severe"},
        {"critical", "crit"},
        {"alert"},
        {"emergency", "emerg"},
        {"fatal", "panic", "dpanic"}
    };

    private static final Map<String, Leaf> WORDS = words();

    private LevelWords() {}

    private static Map<String, Leaf> words() {
        Map<String, Leaf> words = new HashMap<>();
        for (String[] same : SPELLINGS) {
            Leaf leaf = Leaf.text(same[0]);
            for (String spelling : same) {
                words.put(spelling, leaf);
            }
        }
        return Map.copyOf(words);
    }

    /** The level that a word in lower case stands for; null if it is none. */
    public static Leaf of(String lowerCase) {
        return WORDS.get(lowerCase);
    }
}
