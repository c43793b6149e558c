package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.RulesException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is wrong with a file of rules, by line. */
final class Faults {

    /** Lines that are told; a file that is none at all has thousands. */
    private static final int MOST = 50;

    private final String file;
    private final TreeMap<Integer, List<String>> byLine = new TreeMap<>();
    private int count;

    Faults(String file) {
        this.file = file;
    }

    /** @param line from 1 */
    void add(int line, String fault) {
        List<String> there = byLine.computeIfAbsent(line, any -> new ArrayList<>());
        if (!there.contains(fault)) {
            there.add(fault);
            count++;
        }
    }

    /** How many there are so far. */
    int count() {
        return count;
    }

    /** @throws RulesException if there is any */
    void check() throws RulesException {
        if (byLine.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>();
        byLine.forEach((line, faults) -> faults.forEach(fault -> all.add(file + ":" + line + ": " + fault)));
        if (all.size() > MOST) {
            int more = all.size() - MOST;
            all.subList(MOST, all.size()).clear();
            all.add(file + ": and " + more + " more faults");
        }
        throw new RulesException(all);
    }
}
