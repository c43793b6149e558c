/**
 * Lines of {@code fields.logtype: docker}: what Docker's and Kubernetes' container engines write around a line.
 *
 * <p>Imports {@code application} and {@code nginx}, whose lines containers write, {@code document}, {@code time}, {@code
 * json} and {@code api}. Begin with {@code DockerParser}. Lines that engines cut are put together by {@code CutLines}, in the
 * front.
 */
package com.jisu.logs.parsers.container;
