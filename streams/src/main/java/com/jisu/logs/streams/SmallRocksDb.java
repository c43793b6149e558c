package com.jisu.logs.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * RocksDB with a few MiB of memory outside of the heap, where Kafka Streams' defaults allow it a hundred for each task:
 * what is in the store is written once and read once. Its files, which the defaults leave as they are, are compressed: until
 * what was deleted is merged away they hold up to four times what is left. Made by Kafka Streams, one for each store.
 */
public final class SmallRocksDb implements RocksDBConfigSetter {

    private static final int MIB = 1024 * 1024;

    private LRUCache cache;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        cache = new LRUCache(2L * MIB);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(2L * MIB);
        options.setMaxWriteBufferNumber(2);
        // Who writes faster than it is merged waits: 12 MiB of files that nothing was merged of yet, where 72 are
        // usual.
        options.setLevel0SlowdownWritesTrigger(5);
        options.setLevel0StopWritesTrigger(6);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        cache.close();
    }
}
