package com.jisu.logs.streams;

import com.jisu.logs.records.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;

/**
 * Why Kafka Streams ended.
 *
 * @param line what happened, for the operator
 */
record Failure(Kind kind, String line) {

    enum Kind {
        /** A topic refused a record, and it is known now that it must be smaller. */
        RECORD_TOO_LARGE,
        /** The local files are gone, damaged, or can not be written. */
        STATE,
        /** Kafka lacks something or refuses it: a topic, a right, an answer in time. */
        KAFKA,
        /** Everything else is a fault of the program. */
        FAULT
    }

    /** What Kafka Streams says of a topic of its own; the cause, a missing right, does not name it. */
    private static final Pattern UNCREATED = Pattern.compile("Could not create topic (\\S+?)[.,]?(?:\\s|$)");

    static Failure of(Throwable thrown) {
        Throwable root = thrown;
        String uncreated = "";
        boolean state = false;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof RecordTooLargeException) {
                return new Failure(Kind.RECORD_TOO_LARGE, line(each));
            }
            state |= each instanceof ProcessorStateException
                    || each instanceof InvalidStateStoreException
                    || each instanceof LockException
                    || each instanceof TaskCorruptedException
                    || isOfDeletedFolder(each)
                    || each.getClass().getName().equals("org.rocksdb.RocksDBException");
            Matcher topic = UNCREATED.matcher(String.valueOf(each.getMessage()));
            uncreated = topic.find() ? topic.group(1) : uncreated;
            root = each;
        }
        if (root instanceof TopicAuthorizationException && !uncreated.isEmpty()) {
            return new Failure(Kind.KAFKA, Refusal.noRight(AclOperation.CREATE.toString(), "topic " + uncreated));
        }
        if (state) {
            return new Failure(Kind.STATE, line(root));
        }
        return new Failure(root instanceof KafkaException ? Kind.KAFKA : Kind.FAULT, line(root));
    }

    /** By its text: Kafka Streams has no type for it. */
    private static boolean isOfDeletedFolder(Throwable thrown) {
        return thrown instanceof IllegalStateException
                && thrown.getMessage() != null
                && thrown.getMessage().contains("state directory has been deleted");
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage() == null
                ? ""
                : thrown.getMessage().lines().findFirst().orElse("");
        return message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }
}
