package com.jisu.logs.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rooms of the house by module, as docs/architecture.md draws them: {@code ingest: front, client* > tls > api}. Each may know
 * those behind a later {@code >}; other modules may know the front, the leaf package and what has a star.
 */
final class Plan {

    static final String ROOT = "com.jisu.logs.";

    /** A module's root package. */
    static final String FRONT = "front";

    /** The package that all may know. */
    static final String LEAF = "api";

    private static final Pattern DRAWING = Pattern.compile("```text\n((?:\\w+: +front.*\n)+)```");

    private final Map<String, Integer> levels = new TreeMap<>();
    private final Set<String> open = new HashSet<>();

    /** A package, as the plan names it. */
    record Room(String module, String wing) {
        @Override
        public String toString() {
            return module + ": " + wing;
        }
    }

    private Plan() {}

    static Plan of(String architecture) {
        Matcher drawing = DRAWING.matcher(architecture);
        assertThat(drawing.find()).as("the plan in docs/architecture.md").isTrue();
        Plan plan = new Plan();
        drawing.group(1).lines().forEach(plan::read);
        return plan;
    }

    private void read(String line) {
        String[] moduleAndWings = line.split(":");
        int level = 0;
        for (String step : moduleAndWings[1].split(">")) {
            for (String name : step.split(",")) {
                String wing = name.strip().replace("*", "");
                Room room = new Room(moduleAndWings[0], wing);
                levels.put(room.toString(), level);
                if (name.contains("*") || wing.equals(FRONT) || wing.equals(LEAF)) {
                    open.add(room.toString());
                }
            }
            level++;
        }
    }

    Room room(String packageName) {
        String[] names = packageName.substring(ROOT.length()).split("\\.", 2);
        return new Room(names[0], names.length == 1 ? FRONT : names[1]);
    }

    Collection<String> rooms() {
        return levels.keySet();
    }

    /** How many steps are above it; -1 where it is not drawn, so that nothing may know it. */
    int level(Room room) {
        return levels.getOrDefault(room.toString(), -1);
    }

    /** Whether other modules may know it. */
    boolean isOpen(Room room) {
        return open.contains(room.toString());
    }
}
