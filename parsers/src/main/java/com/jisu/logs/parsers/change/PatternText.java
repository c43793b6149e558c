package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldText;
import com.jisu.logs.parsers.tree.StepFailure;

/** A regular expression that may have fields in it: then it is compiled for each event. Immutable. */
final class PatternText {

    /** Characters of one that comes out of an event. */
    private static final int LONGEST = 4096;

    private final RubyPattern constant;
    private final FieldText template;
    private final StepContext context;
    private final int limitMillis;

    private PatternText(RubyPattern constant, FieldText template, StepContext context, int limitMillis) {
        this.constant = constant;
        this.template = template;
        this.context = context;
        this.limitMillis = limitMillis;
    }

    /** @throws OptionFault if it can not be read; what comes out of an event is seen only there */
    static PatternText of(String option, String source, StepContext context, int limitMillis) throws OptionFault {
        FieldText template = StepOptions.template(option, source);
        RubyPattern constant =
                template.isConstant() ? RubyPattern.of(option, source, context.watch(), limitMillis) : null;
        return new PatternText(constant, template, context, limitMillis);
    }

    /** The same without fields in it. */
    static PatternText constant(String option, String source, StepContext context, int limitMillis) throws OptionFault {
        return new PatternText(
                RubyPattern.of(option, source, context.watch(), limitMillis), null, context, limitMillis);
    }

    /** @throws StepFailure if what comes out of the event is no regular expression */
    RubyPattern of(EventTree event) throws StepFailure {
        if (constant != null) {
            return constant;
        }
        String source = template.of(event);
        if (source.length() > LONGEST) {
            throw new StepFailure(
                    template.source() + " gives a regular expression of " + source.length() + " characters");
        }
        try {
            return RubyPattern.of(template.source(), source, context.watch(), limitMillis);
        } catch (OptionFault e) {
            throw new StepFailure(e.option() + " " + e.getMessage());
        }
    }
}
