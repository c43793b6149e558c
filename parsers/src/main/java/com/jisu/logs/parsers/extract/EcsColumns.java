package com.jisu.logs.parsers.extract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Grok patterns of lines that are columns, from a list of the columns. Its form stands at the head of {@code patterns-ecs-columns}. */
final class EcsColumns {

    private static final Pattern QUOTED = Pattern.compile("(\\W*|HTTP/)([A-Z]\\w*)(\\W*)");
    private static final String REST = "...";

    private EcsColumns() {}

    static Map<String, String> patterns(List<String> lines) {
        Map<String, String> patterns = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); ) {
            String[] head = lines.get(i).substring(1, lines.get(i).length() - 1).split(" ");
            String between = head[1].equals("tab") ? "\\t" : " ";
            StringBuilder pattern = new StringBuilder();
            boolean rest = false;
            for (i++; i < lines.size() && !isHead(lines.get(i)); i++) {
                if (lines.get(i).equals(REST)) {
                    pattern.append("(?:");
                    rest = true;
                } else {
                    pattern.append(pattern.isEmpty() ? "" : between).append(column(lines.get(i)));
                }
            }
            patterns.put(head[0], pattern + (rest ? ")?" : ""));
        }
        return patterns;
    }

    private static boolean isHead(String line) {
        return line.startsWith("[") && line.endsWith("]") && (line.endsWith(" tab]") || line.endsWith(" blank]"));
    }

    private static String column(String line) {
        String[] parts = line.split(" ");
        return column(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
    }

    /**
     * One column.
     *
     * @param pattern its name, in quotes that are not part of it
     * @param field its path with its type; a dot if it has none
     * @param nothing what stands there for nothing, in quotes if inside the column's own; null if always something does
     */
    static String column(String pattern, String field, String nothing) {
        Matcher quoted = QUOTED.matcher(pattern);
        if (!quoted.matches()) {
            throw new IllegalArgumentException("no column: " + pattern);
        }
        String inner = "%{" + quoted.group(2) + (field.equals(".") ? "" : ":" + field) + "}";
        String begin = quoted.group(1).replace("[", "\\[");
        String end = quoted.group(3).replace("]", "\\]");
        if (nothing == null) {
            return begin + inner + end;
        }
        if (nothing.startsWith("\"")) {
            return begin + "(?:" + nothing.substring(1, nothing.length() - 1) + "|" + inner + ")" + end;
        }
        return "(?:" + nothing + "|" + begin + inner + end + ")";
    }
}
