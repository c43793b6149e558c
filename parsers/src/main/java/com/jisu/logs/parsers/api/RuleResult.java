package com.jisu.logs.parsers.api;

/**
 * What rules made of an event, before it is placed in an index.
 *
 * @param json the event behind all steps
 * @param time epoch milliseconds that choose the daily index
 * @param delivery where it goes
 */
public record RuleResult(byte[] json, long time, Delivery delivery) {}
