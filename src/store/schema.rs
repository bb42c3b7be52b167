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
        position -> Integer,
        metric_id -> Text,
        value -> BigInt,
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
        project_id -> Text,
        person_id -> Text,
        attainment -> Integer,
        timeliness -> Integer,
        records -> Integer,
        cooperation -> Integer,
        weight_attainment -> Integer,
        weight_timeliness -> Integer,
        weight_records -> Integer,
        weight_cooperation -> Integer,
        comment -> Text,
        evaluated_by -> Text,
        evaluated_at -> Timestamp,
        version -> Integer,
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
diesel::joinable!(rewards -> projects (project_id));
diesel::joinable!(lessons -> projects (project_id));
diesel::joinable!(lessons -> people (person_id));
diesel::joinable!(ideas -> projects (project_id));
diesel::joinable!(ideas -> people (person_id));
diesel::joinable!(proposals -> projects (project_id));

diesel::allow_tables_to_appear_in_same_query!(
    people,
    person_roles,
    acting_periods,
    links,
    sessions,
    sign_in_failures,
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
    rewards,
    lessons,
    ideas,
    proposals,
    trail,
    trail_head
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(packages::plan_id, projects::package_id, indicators::metric_id,);
