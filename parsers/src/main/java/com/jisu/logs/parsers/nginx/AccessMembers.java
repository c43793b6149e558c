package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys of an access line that were found in an object, and which of them are taken out of it. Used by one thread. */
final class AccessMembers {

    /** A key of a line, which has a value that may be one of an access line's. Nobody asks the value before its text is. */
    static final class Member {
        private final JsonObject in;
        private final Key name;
        private final int rank;
        private final Leaf value;
        private final boolean asked;
        private Leaf text;

        /** The text; null where that says nothing. */
        private Leaf said;

        private boolean taken;

        /** The next one with the same key. */
        private Member next;

        /**
         * @param value a string, a number, null or a list of strings
         * @param asked whether another rule has asked it before
         */
        Member(JsonObject in, Key name, int rank, Leaf value, boolean asked) {
            this.in = in;
            this.name = name;
            this.rank = rank;
            this.value = value;
            this.asked = asked;
        }

        /** One that is in no object, and is given its texts. */
        Member(int rank) {
            this(null, null, rank, null, false);
        }

        Member next() {
            return next;
        }

        private void begin(Leaf itsText) {
            taken = false;
            setText(itsText);
        }

        private void setText(Leaf itsText) {
            text = itsText;
            said = AccessValues.isAbsent(text.bytes(), text.from(), text.to()) ? null : text;
        }

        /** Notes what the rules do with it, whose questions will be asked of another event's in its place, too. */
        void note(AskedValues into, int key) {
            if (!asked) {
                value.forgetAsked();
            }
            into.addOfAccess(new AskedValues.OfAccess(value, key, rank, taken));
        }

        int rank() {
            return rank;
        }

        Leaf value() {
            return value;
        }

        /** What it says: text of UTF-8. */
        Leaf text() {
            if (text == null) {
                setText(textOf(value));
            }
            return text;
        }

        boolean isAbsent() {
            text();
            return said == null;
        }

        void take() {
            taken = true;
            if (in != null) {
                in.remove(name);
            }
        }
    }

    private static Leaf textOf(Leaf value) {
        return Leaf.text(
                switch (value.kind()) {
                    case NULL -> "";
                    case ARRAY -> String.join(", ", texts(value));
                    default -> value.text();
                });
    }

    static List<String> texts(Leaf list) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : JsonArray.elements(list)) {
            if (element instanceof Leaf leaf && leaf.isString()) {
                texts.add(leaf.text());
            }
        }
        return texts;
    }

    /** Behind the numbers of the table's keys: what a server says of a connection in an object of its own. */
    static final int TLS_VERSION = AccessKey.values().length;

    static final int TLS_SERVER_NAME = TLS_VERSION + 1;

    private static final int NUMBERS = TLS_SERVER_NAME + 1;

    /** By the number of the key: the one that counts, and the one that was found first. */
    private final Member[] best = new Member[NUMBERS];

    private final Member[] first = new Member[NUMBERS];

    /** All of them, with the numbers of their keys, in the order in which they were found. */
    private Member[] members = new Member[16];

    private int[] numbers = new int[16];
    private int size;

    /** Whether there are several of one key. */
    private boolean several;

    /** Forgets what was found. */
    void begin() {
        Arrays.fill(best, null);
        Arrays.fill(first, null);
        size = 0;
        several = false;
    }

    /** Adds one that has this number of a key. */
    void add(int number, Member member) {
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size] = number;
        members[size++] = member;
        if (first[number] == null) {
            first[number] = member;
            best[number] = member;
            return;
        }
        several = true;
        Member last = first[number];
        while (last.next != null) {
            last = last.next;
        }
        last.next = member;
        if (member.text != null || member.value != null) {
            choose(number, member);
        }
    }

    private void choose(int number, Member member) {
        Member before = best[number];
        boolean better = before.isAbsent() && !member.isAbsent()
                || before.isAbsent() == member.isAbsent() && member.rank < before.rank;
        if (better) {
            best[number] = member;
        }
    }

    /** Begins with other texts, one for each of those that were added, of which none is taken any more. */
    void begin(Leaf[] texts) {
        for (int i = 0; i < texts.length; i++) {
            members[i].begin(texts[i]);
        }
        for (int i = 0; i < texts.length && several; i++) {
            Member member = members[i];
            if (member == first[numbers[i]]) {
                best[numbers[i]] = member;
                for (Member each = member.next; each != null; each = each.next) {
                    choose(numbers[i], each);
                }
            }
        }
    }

    /** Notes what became of them; not of those that may be the time, of which rules for all lines have the say. */
    void note(AskedValues into) {
        for (int i = 0; i < size; i++) {
            if (numbers[i] != AccessKey.TIME.ordinal()) {
                members[i].note(into, numbers[i]);
            }
        }
    }

    /** Whether one of the texts has more bytes than so many. */
    boolean isAnyLongerThan(int bytesOfMost) {
        for (int i = 0; i < size; i++) {
            if (members[i].text.isLongerThan(bytesOfMost)) {
                return true;
            }
        }
        return false;
    }

    /** How many were added. */
    int size() {
        return size;
    }

    /** The number of the key of one that was added, if it is the first that has it; else -1. */
    int firstNumber(int member) {
        int number = numbers[member];
        return first[number] == members[member] ? number : -1;
    }

    /** Whether of those that were added these were taken out of the line, and no others. */
    boolean areTaken(boolean[] which) {
        for (int i = 0; i < size; i++) {
            if (members[i].taken != which[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is such a key, whatever its value. */
    boolean has(AccessKey key) {
        return first[key.ordinal()] != null;
    }

    /** The text of the key that counts; null where none has any. */
    Leaf text(AccessKey key) {
        Member member = best[key.ordinal()];
        return member == null || member.isAbsent() ? null : member.said;
    }

    /** What is said of TLS in an object of its own; null where nothing is. */
    Member tls(int number) {
        return first[number];
    }

    /** Takes a key out of the line, with those that say nothing or the same. */
    void take(AccessKey key) {
        Member taken = best[key.ordinal()];
        if (taken != null && !several) {
            taken.take();
            return;
        }
        for (Member each = first[key.ordinal()]; each != null; each = each.next) {
            if (each == taken || each.isAbsent() || !taken.isAbsent() && AccessValues.areSame(each.text, taken.text)) {
                each.take();
            }
        }
    }

    /** Takes those keys out of the line that say nothing or this. */
    void takeSame(AccessKey key, Leaf text) {
        for (Member each = first[key.ordinal()]; each != null; each = each.next) {
            if (each.isAbsent() || text != null && AccessValues.areSame(each.text(), text)) {
                each.take();
            }
        }
    }

    /** The first of all keys of this meaning, in the line's order; null where there is none. */
    Member first(AccessKey key) {
        return first[key.ordinal()];
    }
}
