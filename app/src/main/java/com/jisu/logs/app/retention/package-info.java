/**
 * How long the topics still keep what their readers have not read: the settings, the sizes and the rates that decide it.
 *
 * <p>Imports {@code kafka}, and {@code records}. Begin with {@code Headroom}, then {@code HeadroomWatch}, which asks Kafka
 * for it.
 */
package com.jisu.logs.app.retention;
