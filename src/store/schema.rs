//! The tables as diesel sees them; one to one with `migrations/`.

diesel::table! {
    people (id) {
        id -> Text,
        username -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        lang -> Text,
        phone -> Text,
        probation -> Bool,
        active -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    person_roles (id) {
        id -> Text,
        person_id -> Text,
        role -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    acting_periods (id) {
        id -> Text,
        commander_id -> Text,
        acting_id -> Text,
        starts_on -> Date,
        ends_on -> Date,
        reason -> Text,
        ended_at -> Nullable<Timestamp>,
        appointed_at -> Timestamp,
    }
}

diesel::table! {
    links (id) {
        id -> Text,
        purpose -> Text,
        person_id -> Nullable<Text>,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        key_hash -> Text,
        person_id -> Nullable<Text>,
        state -> Text,
        agent -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> Integer,
        last_at -> Timestamp,
    }
}

diesel::table! {
    sent_forms (hash) {
        hash -> Text,
        href -> Text,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    settings (id) {
        id -> Text,
        value -> Text,
        version -> Integer,
    }
}

diesel::table! {
    special_days (id) {
        id -> Text,
        day -> Date,
        kind -> Text,
        name -> Text,
        provisional -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    numbers (series, year) {
        series -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    metrics (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        name_en -> Text,
        unit -> Text,
        unit_en -> Text,
        active -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    plans (id) {
        id -> Text,
        number -> Text,
        name -> Text,
        purpose -> Text,
        starts_on -> Date,
        ends_on -> Date,
        closed -> Bool,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    packages (id) {
        id -> Text,
        number -> Text,
        plan_id -> Text,
        name -> Text,
        scope -> Text,
        coordinator_id -> Text,
        closed -> Bool,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    targets (id) {
        id -> Text,
        plan_id -> Text,
        package_id -> Nullable<Text>,
        metric_id -> Text,
        value -> BigInt,
        due_on -> Date,
        version -> Integer,
    }
}

diesel::table! {
    projects (id) {
        id -> Text,
        number -> Text,
        package_id -> Text,
        name -> Text,
        sort -> Text,
        owner_id -> Text,
        stage -> Text,
        round -> Integer,
        moves -> Integer,
        entered_at -> Timestamp,
        holder -> Text,
        holder_since -> Timestamp,
        due_on -> Nullable<Date>,
        task -> Text,
        arrangements -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        limit_discount -> Nullable<BigInt>,
        limit_budget -> Nullable<BigInt>,
        limit_contract -> Nullable<BigInt>,
        proposal_id -> Nullable<Text>,
        approved_id -> Nullable<Text>,
        execution_finished -> Bool,
        issued_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    project_owners (id) {
        id -> Text,
        project_id -> Text,
        owner_id -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    indicators (id) {
        id -> Text,
        project_id -> Text,
        package_id -> Text,
        position -> Integer,
        metric_id -> Text,
        value -> BigInt,
        handed -> BigInt,
        due_on -> Date,
        actual -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    moves (id) {
        id -> Text,
        project_id -> Text,
        seq -> Integer,
        code -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Text,
        round -> Integer,
        person_id -> Text,
        acting_for_id -> Nullable<Text>,
        role -> Text,
        reason -> Text,
        statement -> Text,
        plan_version_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    clarifications (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        asked_by -> Text,
        question -> Text,
        asked_at -> Timestamp,
        answered_by -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    focuses (id) {
        id -> Text,
        project_id -> Text,
        month -> Text,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    tasks (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        step -> Text,
        subject_id -> Nullable<Text>,
        what -> Text,
        role -> Text,
        person_id -> Nullable<Text>,
        opened_at -> Timestamp,
        due_on -> Nullable<Date>,
        state -> Text,
        done_at -> Nullable<Timestamp>,
        dropped_at -> Nullable<Timestamp>,
        done_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    step_records (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        step -> Text,
        subject -> Text,
        person_id -> Text,
        content -> Text,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    plan_versions (id) {
        id -> Text,
        project_id -> Text,
        number -> Integer,
        round -> Integer,
        goal -> Text,
        strategy -> Text,
        division -> Text,
        focus -> Text,
        zero_budget -> Bool,
        author_id -> Text,
        created_at -> Timestamp,
        sealed_at -> Nullable<Timestamp>,
        seal -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    plan_actions (id) {
        id -> Text,
        plan_version_id -> Text,
        position -> Integer,
        title -> Text,
        detail -> Text,
    }
}

diesel::table! {
    plan_steps (id) {
        id -> Text,
        plan_version_id -> Text,
        line_id -> Text,
        position -> Integer,
        title -> Text,
        who -> Text,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    budget_lines (id) {
        id -> Text,
        plan_version_id -> Text,
        position -> Integer,
        title -> Text,
        fen -> BigInt,
    }
}

diesel::table! {
    opinions (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        plan_version_id -> Text,
        person_id -> Text,
        stance -> Text,
        reason -> Text,
        condition -> Text,
        given_at -> Timestamp,
        defence -> Nullable<Text>,
        defended_by -> Nullable<Text>,
        defended_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    standards (id) {
        id -> Text,
        plan_version_id -> Text,
        position -> Integer,
        title -> Text,
        measure -> Text,
        tolerance -> Text,
        due_on -> Date,
        version -> Integer,
    }
}

diesel::table! {
    control_methods (id) {
        id -> Text,
        plan_version_id -> Text,
        position -> Integer,
        title -> Text,
        frequency -> Text,
        who -> Text,
        version -> Integer,
    }
}

diesel::table! {
    progress_notes (id) {
        id -> Text,
        project_id -> Text,
        line_id -> Text,
        percent -> Integer,
        note -> Text,
        done_on -> Nullable<Date>,
        person_id -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    actuals (id) {
        id -> Text,
        project_id -> Text,
        indicator_id -> Text,
        on_day -> Date,
        value -> BigInt,
        note -> Text,
        self_reported -> Bool,
        person_id -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    measures (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        what -> Text,
        person_id -> Text,
        due_on -> Date,
        result -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    acceptance_points (id) {
        id -> Text,
        project_id -> Text,
        round -> Integer,
        position -> Integer,
        title -> Text,
        expected -> Text,
        checked -> Text,
        finding -> Text,
        checked_by -> Nullable<Text>,
        checked_at -> Nullable<Timestamp>,
        accepted -> Text,
        accepted_by -> Nullable<Text>,
        accepted_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    summary_reports (id) {
        id -> Text,
        project_id -> Text,
        results -> Text,
        course -> Text,
        problems -> Text,
        causes -> Text,
        experience -> Text,
        submitted_at -> Nullable<Timestamp>,
        accepted_at -> Nullable<Timestamp>,
        accepted_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    evaluations (id) {
        id -> Text,
        project_id -> Nullable<Text>,
        month -> Nullable<Text>,
        person_id -> Text,
        edition -> Integer,
        until_on -> Date,
        formula -> Integer,
        lines -> Text,
        attainment -> Nullable<Integer>,
        timeliness -> Nullable<Integer>,
        records -> Nullable<Integer>,
        cooperation -> Integer,
        weight_attainment -> Integer,
        weight_timeliness -> Integer,
        weight_records -> Integer,
        weight_cooperation -> Integer,
        score -> Integer,
        comment -> Text,
        reason -> Text,
        evaluated_by -> Text,
        acting_for_id -> Nullable<Text>,
        evaluated_at -> Timestamp,
    }
}

diesel::table! {
    promises (id) {
        id -> Text,
        project_id -> Text,
        fen -> BigInt,
        terms -> Text,
        promised_by -> Text,
        acting_for_id -> Nullable<Text>,
        promised_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    probation_decisions (id) {
        id -> Text,
        person_id -> Text,
        outcome -> Text,
        until_on -> Nullable<Date>,
        score -> Nullable<Integer>,
        reason -> Text,
        decided_by -> Text,
        acting_for_id -> Nullable<Text>,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    rewards (id) {
        id -> Text,
        project_id -> Text,
        person_id -> Text,
        fen -> BigInt,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
        paid_on -> Nullable<Date>,
        version -> Integer,
    }
}

diesel::table! {
    lessons (id) {
        id -> Text,
        number -> Text,
        project_id -> Text,
        kind -> Text,
        title -> Text,
        content -> Text,
        advice -> Text,
        person_id -> Text,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    ideas (id) {
        id -> Text,
        project_id -> Text,
        text -> Text,
        person_id -> Text,
        given_at -> Timestamp,
    }
}

diesel::table! {
    proposals (id) {
        id -> Text,
        number -> Text,
        project_id -> Nullable<Text>,
        author_id -> Text,
        title -> Text,
        background -> Text,
        content -> Text,
        effect -> Text,
        needs -> Text,
        state -> Text,
        created_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decision -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        project_id -> Nullable<Text>,
        name -> Text,
        kind -> Text,
        size -> BigInt,
        sha256 -> Text,
        person_id -> Text,
        added_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    requests (id) {
        id -> Text,
        number -> Text,
        project_id -> Nullable<Text>,
        kind -> Text,
        matter -> Text,
        up_to -> Nullable<BigInt>,
        title -> Text,
        question -> Text,
        proposal -> Text,
        urgent -> Bool,
        asker_id -> Text,
        asked_at -> Timestamp,
        due_on -> Date,
        state -> Text,
        granted -> Nullable<Bool>,
        granted_up_to -> Nullable<BigInt>,
        instruction -> Text,
        answered_by -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        confirmed_at -> Nullable<Timestamp>,
        version -> Integer,
        confirm_by -> Nullable<Date>,
        again_id -> Nullable<Text>,
    }
}

diesel::table! {
    advice (id) {
        id -> Text,
        request_id -> Text,
        question -> Text,
        asked_by -> Text,
        acting_for_id -> Nullable<Text>,
        asked_at -> Timestamp,
        due_on -> Date,
        content -> Text,
        given_by -> Nullable<Text>,
        given_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    consultations (id) {
        id -> Text,
        number -> Text,
        asker_id -> Text,
        project_id -> Nullable<Text>,
        title -> Text,
        background -> Text,
        state -> Text,
        opened_at -> Timestamp,
        since -> Timestamp,
        due_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamp>,
        decision -> Text,
        version -> Integer,
    }
}

diesel::table! {
    consultation_questions (id) {
        id -> Text,
        consultation_id -> Text,
        question -> Text,
        asked_at -> Timestamp,
        due_on -> Date,
        answer -> Text,
        sources -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    reports (id) {
        id -> Text,
        number -> Text,
        kind -> Text,
        project_id -> Nullable<Text>,
        stage -> Text,
        move_id -> Nullable<Text>,
        week -> Nullable<Text>,
        follows_id -> Nullable<Text>,
        title -> Text,
        content -> Text,
        handled -> Text,
        next_steps -> Text,
        happened_at -> Nullable<Timestamp>,
        author_id -> Text,
        reported_at -> Timestamp,
        due_at -> Nullable<Timestamp>,
        late -> Bool,
        not_asking -> Bool,
        request_id -> Nullable<Text>,
        drawn -> Text,
        seal -> Text,
        read_by -> Nullable<Date>,
        reader_id -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        read_at -> Nullable<Timestamp>,
        remark -> Text,
        version -> Integer,
    }
}

diesel::table! {
    reminders (id) {
        id -> Text,
        duty -> Text,
        what -> Text,
        what_en -> Text,
        about -> Text,
        person_id -> Nullable<Text>,
        role -> Text,
        by_id -> Text,
        acting_for_id -> Nullable<Text>,
        at -> Timestamp,
        on_day -> Date,
        nth -> Integer,
    }
}

diesel::table! {
    rule_days (day) {
        day -> Date,
        made_at -> Timestamp,
    }
}

diesel::table! {
    handovers (id) {
        id -> Text,
        number -> Text,
        giver_id -> Text,
        taker_id -> Text,
        reason -> Text,
        note -> Text,
        content -> Text,
        seal -> Text,
        projects -> Integer,
        customers -> Integer,
        tasks -> Integer,
        outstanding -> BigInt,
        decided_by -> Text,
        acting_for_id -> Nullable<Text>,
        at -> Timestamp,
        due_on -> Date,
        giver_confirmed_at -> Nullable<Timestamp>,
        taker_confirmed_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    handover_items (id) {
        id -> Text,
        handover_id -> Text,
        project_id -> Text,
        position -> Integer,
        content -> Text,
        outstanding -> BigInt,
    }
}

diesel::table! {
    import_batches (id) {
        id -> Text,
        number -> Text,
        file_name -> Text,
        sha256 -> Text,
        added -> Integer,
        skipped -> Integer,
        person_id -> Text,
        imported_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
        undone_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    customers (id) {
        id -> Text,
        number -> Text,
        name -> Text,
        likeness -> Text,
        credit_code -> Nullable<Text>,
        region -> Text,
        industry -> Text,
        source -> Text,
        grade -> Text,
        phone -> Text,
        address -> Text,
        note -> Text,
        keeper_id -> Text,
        search -> Text,
        names -> Text,
        batch_id -> Nullable<Text>,
        merged_into -> Nullable<Text>,
        added_by -> Text,
        added_at -> Timestamp,
        attend_on -> Nullable<Date>,
        next_on -> Nullable<Date>,
        last_on -> Nullable<Date>,
        version -> Integer,
    }
}

diesel::table! {
    contacts (id) {
        id -> Text,
        customer_id -> Text,
        name -> Text,
        part -> Text,
        post -> Text,
        phone -> Text,
        wechat -> Text,
        note -> Text,
        left_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    target_customers (id) {
        id -> Text,
        project_id -> Text,
        customer_id -> Text,
        step -> Text,
        step_since -> Timestamp,
        grounds -> Text,
        dropped_for -> Text,
        contact_id -> Nullable<Text>,
        last_on -> Nullable<Date>,
        next_step -> Text,
        next_on -> Nullable<Date>,
        chosen_by -> Text,
        chosen_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    activities (id) {
        id -> Text,
        project_id -> Text,
        customer_id -> Text,
        target_id -> Text,
        kind -> Text,
        on_day -> Date,
        contact_id -> Nullable<Text>,
        with_whom -> Text,
        said -> Text,
        result -> Text,
        next_step -> Text,
        next_on -> Nullable<Date>,
        person_id -> Text,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    objections (id) {
        id -> Text,
        project_id -> Text,
        customer_id -> Text,
        target_id -> Text,
        kind -> Text,
        weight -> Text,
        said -> Text,
        state -> Text,
        raised_on -> Date,
        person_id -> Text,
        raised_at -> Timestamp,
        asked -> Text,
        passed_at -> Nullable<Timestamp>,
        design -> Text,
        designed_by -> Nullable<Text>,
        designed_at -> Nullable<Timestamp>,
        outcome -> Text,
        overcome -> Nullable<Bool>,
        settled_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    solutions (id) {
        id -> Text,
        number -> Text,
        project_id -> Text,
        customer_id -> Text,
        target_id -> Text,
        objection_id -> Nullable<Text>,
        title -> Text,
        begun_by -> Text,
        begun_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    solution_editions (id) {
        id -> Text,
        solution_id -> Text,
        edition -> Integer,
        content -> Text,
        list_fen -> BigInt,
        price_fen -> BigInt,
        valid_until -> Date,
        state -> Text,
        request_id -> Nullable<Text>,
        answer -> Text,
        person_id -> Text,
        written_at -> Timestamp,
        offered_on -> Nullable<Date>,
        answered_on -> Nullable<Date>,
        offered_to -> Nullable<Text>,
        offered_to_person -> Nullable<Text>,
        offered_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    contracts (id) {
        id -> Text,
        number -> Text,
        project_id -> Text,
        customer_id -> Text,
        target_id -> Text,
        solution_edition_id -> Nullable<Text>,
        title -> Text,
        buyer -> Text,
        seller -> Text,
        list_fen -> BigInt,
        fen -> BigInt,
        terms -> Text,
        starts_on -> Date,
        ends_on -> Date,
        state -> Text,
        signed_on -> Nullable<Date>,
        state_since -> Timestamp,
        reason -> Text,
        request_id -> Nullable<Text>,
        discount_request_id -> Nullable<Text>,
        drafted_by -> Text,
        drafted_at -> Timestamp,
        invoiced -> BigInt,
        received -> BigInt,
        outstanding -> BigInt,
        overdue_on -> Nullable<Date>,
        care_on -> Nullable<Date>,
        version -> Integer,
    }
}

diesel::table! {
    payment_terms (id) {
        id -> Text,
        contract_id -> Text,
        position -> Integer,
        title -> Text,
        due_on -> Date,
        fen -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    orders (id) {
        id -> Text,
        number -> Text,
        contract_id -> Text,
        project_id -> Text,
        ordered_on -> Date,
        wanted_on -> Date,
        receiver -> Text,
        phone -> Text,
        place -> Text,
        note -> Text,
        state -> Text,
        fen -> BigInt,
        due_on -> Nullable<Date>,
        reason -> Text,
        person_id -> Text,
        taken_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    order_lines (id) {
        id -> Text,
        order_id -> Text,
        position -> Integer,
        goods -> Text,
        spec -> Text,
        unit -> Text,
        quantity -> BigInt,
        price_fen -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    supply_notices (id) {
        id -> Text,
        number -> Text,
        order_id -> Text,
        project_id -> Text,
        supplier -> Text,
        deliver_by -> Date,
        receiver -> Text,
        phone -> Text,
        place -> Text,
        note -> Text,
        issued_by -> Text,
        issued_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    notice_lines (id) {
        id -> Text,
        notice_id -> Text,
        order_line_id -> Text,
        position -> Integer,
        quantity -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        number -> Text,
        notice_id -> Text,
        order_id -> Text,
        project_id -> Text,
        delivered_on -> Date,
        carrier -> Text,
        signed_by -> Text,
        note -> Text,
        person_id -> Text,
        recorded_at -> Timestamp,
        counted_on -> Nullable<Date>,
        counted_by -> Nullable<Text>,
        voided_at -> Nullable<Timestamp>,
        reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    delivery_lines (id) {
        id -> Text,
        delivery_id -> Text,
        order_line_id -> Text,
        position -> Integer,
        sent -> BigInt,
        counted -> Nullable<BigInt>,
        difference -> Text,
        version -> Integer,
    }
}

diesel::table! {
    invoices (id) {
        id -> Text,
        number -> Text,
        contract_id -> Text,
        project_id -> Text,
        invoiced_on -> Date,
        fen -> BigInt,
        note -> Text,
        person_id -> Text,
        recorded_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    receipts (id) {
        id -> Text,
        contract_id -> Text,
        project_id -> Text,
        received_on -> Date,
        fen -> BigInt,
        way -> Text,
        note -> Text,
        person_id -> Text,
        recorded_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    cares (id) {
        id -> Text,
        project_id -> Text,
        customer_id -> Text,
        contract_id -> Text,
        on_day -> Date,
        contact_id -> Nullable<Text>,
        with_whom -> Text,
        condition -> Text,
        satisfaction -> Integer,
        complaint -> Text,
        chance -> Text,
        next_on -> Nullable<Date>,
        person_id -> Text,
        recorded_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    expenses (id) {
        id -> Text,
        project_id -> Text,
        title -> Text,
        on_day -> Date,
        fen -> BigInt,
        note -> Text,
        request_id -> Nullable<Text>,
        person_id -> Text,
        recorded_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        reason -> Text,
        version -> Integer,
    }
}

diesel::table! {
    plan_terms (id) {
        id -> Text,
        plan_version_id -> Text,
        behind_percent -> Integer,
        milestone_days -> Integer,
        payment_days -> Integer,
        idle_days -> Integer,
        budget_percent -> Integer,
        weight_attainment -> Integer,
        weight_timeliness -> Integer,
        weight_records -> Integer,
        weight_cooperation -> Integer,
        formula -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    alerts (id) {
        id -> Text,
        project_id -> Text,
        rule -> Text,
        subject_id -> Text,
        title -> Text,
        wanted -> BigInt,
        found -> BigInt,
        tolerance -> BigInt,
        from_on -> Date,
        to_on -> Date,
        budget -> Nullable<BigInt>,
        fires_on -> Nullable<Date>,
        answer -> Text,
        reason -> Text,
        answered_by -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        passed_on -> Nullable<Date>,
        version -> Integer,
    }
}

diesel::table! {
    meetings (id) {
        id -> Text,
        number -> Text,
        kind -> Text,
        matter -> Text,
        title -> Text,
        project_id -> Nullable<Text>,
        proposal_id -> Nullable<Text>,
        starts_at -> Nullable<Timestamp>,
        minutes -> Integer,
        place -> Text,
        state -> Text,
        reason -> Text,
        convened_by -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        called_by -> Nullable<Text>,
        called_at -> Nullable<Timestamp>,
        opened_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        publish_by -> Nullable<Date>,
        read_by -> Nullable<Date>,
        published_by -> Nullable<Text>,
        published_at -> Nullable<Timestamp>,
        cancelled_at -> Nullable<Timestamp>,
        told -> Text,
        sequence -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> Text,
        person_id -> Text,
        key_hash -> Text,
        made_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    packs (id) {
        id -> Text,
        meeting_id -> Text,
        drawn_at -> Timestamp,
        content -> Text,
        seal -> Text,
    }
}

diesel::table! {
    attendances (id) {
        id -> Text,
        meeting_id -> Text,
        person_id -> Text,
        state -> Text,
        reason -> Text,
        noted_by -> Nullable<Text>,
        noted_at -> Nullable<Timestamp>,
        read_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    agenda_items (id) {
        id -> Text,
        meeting_id -> Text,
        position -> Integer,
        kind -> Text,
        title -> Text,
        about -> Text,
        person_id -> Nullable<Text>,
        minutes -> Integer,
        request_id -> Nullable<Text>,
        project_id -> Nullable<Text>,
        added_by -> Nullable<Text>,
        added_at -> Timestamp,
        notes -> Text,
        version -> Integer,
    }
}

diesel::table! {
    resolutions (id) {
        id -> Text,
        number -> Text,
        meeting_id -> Text,
        item_id -> Text,
        position -> Integer,
        content -> Text,
        kind -> Nullable<Text>,
        person_id -> Nullable<Text>,
        holder_id -> Nullable<Text>,
        due_on -> Nullable<Date>,
        project_id -> Nullable<Text>,
        state -> Text,
        written_by -> Text,
        written_at -> Timestamp,
        outcome -> Text,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        reopened_by -> Nullable<Text>,
        reopened_at -> Nullable<Timestamp>,
        reopened_why -> Text,
        carried -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    trail (seq) {
        seq -> BigInt,
        at -> Timestamp,
        person_id -> Text,
        acting_for_id -> Nullable<Text>,
        project_id -> Nullable<Text>,
        kind -> Text,
        subject_id -> Text,
        deed -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
        prev -> Text,
        hash -> Text,
    }
}

diesel::table! {
    trail_head (id) {
        id -> Integer,
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        person_id -> Text,
        reason -> Text,
        what -> Text,
        what_en -> Text,
        number -> Text,
        about -> Text,
        about_en -> Text,
        href -> Text,
        by_id -> Nullable<Text>,
        acting_for_id -> Nullable<Text>,
        at -> Timestamp,
        read_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mornings (day) {
        day -> Date,
        made_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        channel -> Text,
        receiver -> Text,
        person_id -> Nullable<Text>,
        key -> Text,
        subject -> Text,
        body -> Text,
        state -> Text,
        tries -> Integer,
        created_at -> Timestamp,
        next_try -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        error -> Text,
    }
}

diesel::joinable!(person_roles -> people (person_id));
diesel::joinable!(links -> people (person_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(packages -> plans (plan_id));
diesel::joinable!(packages -> people (coordinator_id));
diesel::joinable!(targets -> plans (plan_id));
diesel::joinable!(targets -> packages (package_id));
diesel::joinable!(targets -> metrics (metric_id));
diesel::joinable!(projects -> packages (package_id));
diesel::joinable!(projects -> people (owner_id));
diesel::joinable!(project_owners -> projects (project_id));
diesel::joinable!(project_owners -> people (owner_id));
diesel::joinable!(indicators -> projects (project_id));
diesel::joinable!(indicators -> metrics (metric_id));
diesel::joinable!(moves -> projects (project_id));
diesel::joinable!(clarifications -> projects (project_id));
diesel::joinable!(focuses -> projects (project_id));
diesel::joinable!(focuses -> people (set_by));
diesel::joinable!(tasks -> projects (project_id));
diesel::joinable!(step_records -> projects (project_id));
diesel::joinable!(step_records -> people (person_id));
diesel::joinable!(plan_versions -> projects (project_id));
diesel::joinable!(plan_versions -> people (author_id));
diesel::joinable!(plan_actions -> plan_versions (plan_version_id));
diesel::joinable!(plan_steps -> plan_versions (plan_version_id));
diesel::joinable!(budget_lines -> plan_versions (plan_version_id));
diesel::joinable!(opinions -> projects (project_id));
diesel::joinable!(opinions -> plan_versions (plan_version_id));
diesel::joinable!(standards -> plan_versions (plan_version_id));
diesel::joinable!(control_methods -> plan_versions (plan_version_id));
diesel::joinable!(progress_notes -> projects (project_id));
diesel::joinable!(progress_notes -> people (person_id));
diesel::joinable!(actuals -> projects (project_id));
diesel::joinable!(actuals -> indicators (indicator_id));
diesel::joinable!(actuals -> people (person_id));
diesel::joinable!(measures -> projects (project_id));
diesel::joinable!(measures -> people (person_id));
diesel::joinable!(acceptance_points -> projects (project_id));
diesel::joinable!(summary_reports -> projects (project_id));
diesel::joinable!(summary_reports -> people (accepted_by));
diesel::joinable!(evaluations -> projects (project_id));
diesel::joinable!(evaluations -> people (person_id));
diesel::joinable!(rewards -> projects (project_id));
diesel::joinable!(rewards -> people (person_id));
diesel::joinable!(promises -> projects (project_id));
diesel::joinable!(probation_decisions -> people (person_id));
diesel::joinable!(lessons -> projects (project_id));
diesel::joinable!(lessons -> people (person_id));
diesel::joinable!(ideas -> projects (project_id));
diesel::joinable!(ideas -> people (person_id));
diesel::joinable!(proposals -> projects (project_id));
diesel::joinable!(attachments -> projects (project_id));
diesel::joinable!(attachments -> people (person_id));
diesel::joinable!(requests -> projects (project_id));
diesel::joinable!(requests -> people (asker_id));
diesel::joinable!(advice -> requests (request_id));
diesel::joinable!(consultations -> projects (project_id));
diesel::joinable!(consultations -> people (asker_id));
diesel::joinable!(consultation_questions -> consultations (consultation_id));
diesel::joinable!(reports -> projects (project_id));
diesel::joinable!(reports -> people (author_id));
diesel::joinable!(meetings -> projects (project_id));
diesel::joinable!(calendar_feeds -> people (person_id));
diesel::joinable!(packs -> meetings (meeting_id));
diesel::joinable!(attendances -> meetings (meeting_id));
diesel::joinable!(attendances -> people (person_id));
diesel::joinable!(agenda_items -> meetings (meeting_id));
diesel::joinable!(agenda_items -> people (person_id));
diesel::joinable!(agenda_items -> requests (request_id));
diesel::joinable!(resolutions -> meetings (meeting_id));
diesel::joinable!(resolutions -> agenda_items (item_id));
diesel::joinable!(handover_items -> handovers (handover_id));
diesel::joinable!(handover_items -> projects (project_id));
diesel::joinable!(import_batches -> people (person_id));
diesel::joinable!(customers -> people (keeper_id));
diesel::joinable!(customers -> import_batches (batch_id));
diesel::joinable!(contacts -> customers (customer_id));
diesel::joinable!(target_customers -> projects (project_id));
diesel::joinable!(target_customers -> customers (customer_id));
diesel::joinable!(target_customers -> contacts (contact_id));
diesel::joinable!(target_customers -> people (chosen_by));
diesel::joinable!(activities -> projects (project_id));
diesel::joinable!(activities -> customers (customer_id));
diesel::joinable!(activities -> target_customers (target_id));
diesel::joinable!(activities -> contacts (contact_id));
diesel::joinable!(activities -> people (person_id));
diesel::joinable!(objections -> projects (project_id));
diesel::joinable!(objections -> customers (customer_id));
diesel::joinable!(objections -> target_customers (target_id));
diesel::joinable!(objections -> people (person_id));
diesel::joinable!(solutions -> projects (project_id));
diesel::joinable!(solutions -> customers (customer_id));
diesel::joinable!(solutions -> target_customers (target_id));
diesel::joinable!(solutions -> objections (objection_id));
diesel::joinable!(solutions -> people (begun_by));
diesel::joinable!(solution_editions -> solutions (solution_id));
diesel::joinable!(solution_editions -> requests (request_id));
diesel::joinable!(solution_editions -> people (person_id));
diesel::joinable!(contracts -> projects (project_id));
diesel::joinable!(contracts -> customers (customer_id));
diesel::joinable!(contracts -> target_customers (target_id));
diesel::joinable!(contracts -> solution_editions (solution_edition_id));
diesel::joinable!(contracts -> requests (request_id));
diesel::joinable!(contracts -> people (drafted_by));
diesel::joinable!(payment_terms -> contracts (contract_id));
diesel::joinable!(orders -> contracts (contract_id));
diesel::joinable!(orders -> projects (project_id));
diesel::joinable!(orders -> people (person_id));
diesel::joinable!(order_lines -> orders (order_id));
diesel::joinable!(supply_notices -> orders (order_id));
diesel::joinable!(supply_notices -> projects (project_id));
diesel::joinable!(supply_notices -> people (issued_by));
diesel::joinable!(notice_lines -> supply_notices (notice_id));
diesel::joinable!(notice_lines -> order_lines (order_line_id));
diesel::joinable!(deliveries -> supply_notices (notice_id));
diesel::joinable!(deliveries -> orders (order_id));
diesel::joinable!(deliveries -> projects (project_id));
diesel::joinable!(deliveries -> people (person_id));
diesel::joinable!(delivery_lines -> deliveries (delivery_id));
diesel::joinable!(delivery_lines -> order_lines (order_line_id));
diesel::joinable!(invoices -> contracts (contract_id));
diesel::joinable!(invoices -> projects (project_id));
diesel::joinable!(invoices -> people (person_id));
diesel::joinable!(receipts -> contracts (contract_id));
diesel::joinable!(receipts -> projects (project_id));
diesel::joinable!(receipts -> people (person_id));
diesel::joinable!(cares -> projects (project_id));
diesel::joinable!(cares -> customers (customer_id));
diesel::joinable!(cares -> contracts (contract_id));
diesel::joinable!(cares -> contacts (contact_id));
diesel::joinable!(cares -> people (person_id));
diesel::joinable!(expenses -> projects (project_id));
diesel::joinable!(expenses -> people (person_id));
diesel::joinable!(plan_terms -> plan_versions (plan_version_id));
diesel::joinable!(alerts -> projects (project_id));
diesel::joinable!(alerts -> people (answered_by));

diesel::allow_tables_to_appear_in_same_query!(
    people,
    person_roles,
    acting_periods,
    links,
    sessions,
    sign_in_failures,
    sent_forms,
    settings,
    special_days,
    numbers,
    metrics,
    plans,
    packages,
    targets,
    projects,
    project_owners,
    indicators,
    moves,
    clarifications,
    focuses,
    tasks,
    step_records,
    plan_versions,
    plan_actions,
    plan_steps,
    budget_lines,
    opinions,
    standards,
    control_methods,
    progress_notes,
    actuals,
    measures,
    acceptance_points,
    summary_reports,
    evaluations,
    promises,
    rewards,
    probation_decisions,
    lessons,
    ideas,
    proposals,
    attachments,
    requests,
    reports,
    reminders,
    advice,
    consultations,
    consultation_questions,
    handovers,
    handover_items,
    import_batches,
    customers,
    contacts,
    target_customers,
    activities,
    objections,
    solutions,
    solution_editions,
    contracts,
    payment_terms,
    orders,
    order_lines,
    supply_notices,
    notice_lines,
    deliveries,
    delivery_lines,
    invoices,
    receipts,
    cares,
    expenses,
    plan_terms,
    alerts,
    calendar_feeds,
    meetings,
    packs,
    attendances,
    agenda_items,
    resolutions,
    notices,
    mornings,
    outbox,
    trail,
    trail_head
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(packages::plan_id, projects::package_id, indicators::metric_id,);
