package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what the table of known keys says of a key: most of a line's keys are not in it, which is to cost little. */
public final class KeyIndex {

    /**
     * What a key means, or a member of the object that is its value.
     *
     * @param row of the table
     * @param rank of several meanings for one field the one with the lowest counts
     * @param field the number of the row's field
     * @param path names on the way from the key's value to the member; none where the value itself is meant
     */
    record Meaning(KnownKey row, int rank, int field, Key[] path) {}

    /** Where values go, by the numbers of fields. */
    private final List<Key[]> paths = new ArrayList<>();

    private final Map<String, Integer> numbers = new HashMap<>();

    // Open addressing, at most a quarter full.
    private Key[] keys;
    private Meaning[][] meanings;

    /** @param table the rows, those that count more first */
    public KeyIndex(List<KnownKey> table, KeyTable keyTable) {
        Map<Key, List<Meaning>> all = new HashMap<>();
        int rank = 0;
        for (KnownKey row : table) {
            int field = number(row.field(), keyTable);
            for (String name : row.keys()) {
                rank += row.form().isOrdered() ? 1 : 0;
                Key whole = keyTable.key(name);
                all.computeIfAbsent(whole, key -> new ArrayList<>()).add(new Meaning(row, rank, field, new Key[0]));
                String[] parts = name.split("\\.");
                if (parts.length > 1) {
                    Key[] path = Arrays.stream(parts).skip(1).map(keyTable::key).toArray(Key[]::new);
                    all.computeIfAbsent(keyTable.key(parts[0]), key -> new ArrayList<>())
                            .add(new Meaning(row, rank, field, path));
                }
            }
            rank++;
        }
        int size = Integer.highestOneBit(all.size()) * 8;
        keys = new Key[size];
        meanings = new Meaning[size][];
        all.forEach((key, list) -> {
            int slot = slot(key);
            keys[slot] = key;
            meanings[slot] = list.toArray(Meaning[]::new);
        });
    }

    private int number(String field, KeyTable keyTable) {
        Integer known = numbers.putIfAbsent(field, paths.size());
        if (known == null) {
            paths.add(Arrays.stream(field.split("\\.")).map(keyTable::key).toArray(Key[]::new));
        }
        return numbers.get(field);
    }

    /** How many fields there are. */
    int fields() {
        return paths.size();
    }

    /** The names on the way to a field. */
    Key[] path(int field) {
        return paths.get(field);
    }

    /** What a key means; null where that is not known. */
    Meaning[] meanings(Key key) {
        return meanings[slot(key)];
    }

    private int slot(Key key) {
        int slot = key.hashCode() & keys.length - 1;
        while (keys[slot] != null && !keys[slot].equals(key)) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }
}
