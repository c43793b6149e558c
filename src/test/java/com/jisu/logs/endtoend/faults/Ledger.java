package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.endtoend.Index;
import java.time.Duration;
import java.util.BitSet;
import java.util.TreeSet;

/** What the index owes. */
final class Ledger {

    private static final int SHOWN = 20;

    private static final String WHOLE = "{\"query\":{\"bool\":{\"filter\":[{\"match\":{\"message\":\""
            + Shipper.CUT_BEGIN + "\"}},{\"match\":{\"message\":\"" + Shipper.CUT_END + "\"}}]}}}";

    private final BitSet acknowledged;

    Ledger(BitSet acknowledged) {
        this.acknowledged = acknowledged;
    }

    /** Every acknowledged number is in the index, each in one document, and there is no other document. */
    void assertEachOnce(Index index) throws Exception {
        int expected = acknowledged.cardinality();
        await().atMost(Duration.ofMinutes(1)).until(() -> index.count() >= expected);
        BitSet found = new BitSet();
        TreeSet<Integer> several = new TreeSet<>();
        index.forEachDocument("fields.number", text -> {
            int number = Integer.parseInt(text);
            if (found.get(number) && several.size() < SHOWN) {
                several.add(number);
            }
            found.set(number);
        });
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(found);
        assertThat(missing.stream().limit(SHOWN).boxed())
                .as("%d acknowledged numbers that are not in the index", missing.cardinality())
                .isEmpty();
        assertThat(several).as("numbers that are in the index several times").isEmpty();
        assertThat(index.count()).as("documents").isEqualTo(expected);
        assertParsed(index);
    }

    /** All but so many of the acknowledged numbers are in the index, each in one document, and there is no other. */
    void assertAllBut(long deleted, Index index) throws Exception {
        long expected = acknowledged.cardinality() - deleted;
        await().atMost(Duration.ofMinutes(1)).until(() -> index.count() >= expected);
        BitSet found = new BitSet();
        index.forEachDocument("fields.number", text -> found.set(Integer.parseInt(text)));
        assertThat(found.cardinality()).as("different numbers").isEqualTo((int) expected);
        assertThat(index.count()).as("documents").isEqualTo((int) expected);
        found.andNot(acknowledged);
        assertThat(found.cardinality())
                .as("numbers that were never acknowledged")
                .isZero();
    }

    /** None has a tag, and each kind has a field that only its parser makes. */
    private void assertParsed(Index index) throws Exception {
        assertThat(having(index, "tags")).as("documents with a tag").isZero();
        for (Shipper.Kind kind : Shipper.Kind.values()) {
            long expected = acknowledged.stream()
                    .filter(number -> Shipper.kind(number) == kind)
                    .count();
            assertThat(having(index, kind.parsedField()))
                    .as("documents with %s", kind.parsedField())
                    .isEqualTo(expected);
        }
        assertThat(index.count(WHOLE))
                .as("documents of lines that were cut, with begin and end")
                .isEqualTo(acknowledged.stream().filter(Shipper::isCut).count());
    }

    private static long having(Index index, String field) throws Exception {
        return index.count("{\"query\":{\"exists\":{\"field\":\"" + field + "\"}}}");
    }
}
