package com.jisu.logs.parsers.geoip;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds some values in records by all names that files have for them, in one pass over a record. Immutable. */
final class GeoTable {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,10}(?:\\.\\d{1,20})?");
    private static final Pattern POINT = Pattern.compile("([-+]?[\\d.]{1,30}), ?([-+]?[\\d.]{1,30})");
    private static final int CODE_LENGTH = 2;

    private record Step(int name, byte[] inner, GeoValue.Fit fit) {}

    private final byte[][] names;
    private final Map<GeoValue, Step[]> steps = new EnumMap<>(GeoValue.class);

    GeoTable(Set<GeoValue> values) {
        List<String> all = values.stream()
                .flatMap(value -> value.ways().stream())
                .map(GeoValue.Way::name)
                .distinct()
                .toList();
        names = MmdbCursor.names(all.toArray(String[]::new));
        for (GeoValue value : values) {
            steps.put(
                    value,
                    value.ways().stream()
                            .map(way -> new Step(
                                    all.indexOf(way.name()),
                                    way.inner() == null ? null : MmdbCursor.name(way.inner()),
                                    way.fit()))
                            .toArray(Step[]::new));
        }
    }

    Row row(MmdbCursor record, int place) {
        return new Row(record, record.findAll(place, names));
    }

    /** A record. Used by one thread. */
    final class Row {
        private final MmdbCursor record;
        private final int[] found;

        private Row(MmdbCursor record, int[] found) {
            this.record = record;
            this.found = found;
        }

        /** Where a value is; -1 where it is missing, or an empty text, which means that it is not known. */
        int find(GeoValue value) {
            for (Step step : steps.get(value)) {
                int at = found[step.name];
                if (at >= 0 && step.inner != null) {
                    at = record.find(at, step.inner);
                }
                if (at >= 0 && fits(at, step.fit)) {
                    return at;
                }
            }
            return -1;
        }

        private boolean fits(int at, GeoValue.Fit fit) {
            if (!record.isText(at)) {
                return fit == GeoValue.Fit.TEXT && Double.isFinite(record.number(at));
            }
            byte[] text = record.text();
            boolean code = text.length == CODE_LENGTH && isLetter(text[0]) && isLetter(text[1]);
            return switch (fit) {
                case TEXT -> text.length > 0;
                case CODE -> code;
                case WORDS -> text.length > 0 && !code;
            };
        }

        private static boolean isLetter(byte b) {
            int letter = b | 0x20;
            return letter >= 'a' && letter <= 'z';
        }

        /** A text, also of a whole number; null where it is missing. */
        String text(GeoValue value) {
            int at = find(value);
            String text = record.text(at);
            long whole = text == null ? record.whole(at) : -1;
            return whole < 0 ? text : Long.toString(whole);
        }

        /** A number, also of a text; not a number where it is missing. */
        double number(GeoValue value) {
            int at = find(value);
            String text = record.text(at);
            return text == null ? record.number(at) : GeoTable.number(text);
        }

        /** Latitude and longitude in degrees; null where they are missing. */
        double[] point() {
            double[] point = {number(GeoValue.LATITUDE), number(GeoValue.LONGITUDE)};
            if (Double.isNaN(point[0]) && Double.isNaN(point[1])) {
                String text = record.text(find(GeoValue.POINT));
                Matcher both = POINT.matcher(text == null ? "" : text);
                if (both.matches()) {
                    point[0] = GeoTable.number(both.group(1));
                    point[1] = GeoTable.number(both.group(2));
                }
            }
            return GeoCity.isOnEarth(point[0], point[1]) ? point : null;
        }
    }

    private static double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }
}
